export const rowDisputeAbi = [
	{
		"inputs": [
			{
				"internalType": "contract IRowWordVerifier",
				"name": "verifier_",
				"type": "address"
			},
			{
				"internalType": "contract IRowOpening",
				"name": "rowOpening_",
				"type": "address"
			}
		],
		"stateMutability": "nonpayable",
		"type": "constructor"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			}
		],
		"name": "ChargesNotOpened",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "got",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "expected",
				"type": "uint256"
			}
		],
		"name": "EvidenceMismatch",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "int256",
				"name": "exponentX96",
				"type": "int256"
			}
		],
		"name": "ExponentTooLarge",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"internalType": "uint8",
				"name": "lane",
				"type": "uint8"
			}
		],
		"name": "LeafMalformed",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "LogarithmOfZero",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"internalType": "bytes32",
				"name": "marketRoot",
				"type": "bytes32"
			}
		],
		"name": "MarketNotOpened",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "RowNotEmpty",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "lane",
				"type": "uint8"
			},
			{
				"internalType": "bytes32",
				"name": "parametersHash",
				"type": "bytes32"
			}
		],
		"name": "ScenarioNotOpened",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "forwardX96",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "strikeX96",
				"type": "uint256"
			}
		],
		"name": "StrikeOutOfReach",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"internalType": "uint8",
				"name": "wordIndex",
				"type": "uint8"
			},
			{
				"internalType": "uint256",
				"name": "word",
				"type": "uint256"
			}
		],
		"name": "WordNotOpened",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "marketRoot",
				"type": "bytes32"
			},
			{
				"internalType": "bytes",
				"name": "opening",
				"type": "bytes"
			}
		],
		"name": "indexOf",
		"outputs": [
			{
				"internalType": "bytes32",
				"name": "",
				"type": "bytes32"
			},
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "pure",
		"type": "function"
	},
	{
		"inputs": [
			{
				"components": [
					{
						"internalType": "uint256",
						"name": "riskRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "marketRoot",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersHash",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "uint40",
						"name": "snapshotTime",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "nextExpiry",
						"type": "uint40"
					},
					{
						"internalType": "bool",
						"name": "isInitial",
						"type": "bool"
					}
				],
				"internalType": "struct IRowDispute.Commitments",
				"name": "commitments",
				"type": "tuple"
			},
			{
				"internalType": "enum IRowDispute.Ground",
				"name": "ground",
				"type": "uint8"
			},
			{
				"internalType": "bytes",
				"name": "evidence",
				"type": "bytes"
			}
		],
		"name": "isWrong",
		"outputs": [
			{
				"internalType": "bool",
				"name": "",
				"type": "bool"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"components": [
					{
						"internalType": "uint16",
						"name": "id",
						"type": "uint16"
					},
					{
						"internalType": "uint8",
						"name": "kind",
						"type": "uint8"
					},
					{
						"internalType": "bytes32",
						"name": "subject",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "underlying",
						"type": "bytes32"
					},
					{
						"internalType": "uint64",
						"name": "snapshotTimeMs",
						"type": "uint64"
					},
					{
						"internalType": "uint64",
						"name": "expiryMs",
						"type": "uint64"
					},
					{
						"internalType": "bool",
						"name": "isCall",
						"type": "bool"
					},
					{
						"internalType": "uint256",
						"name": "lotE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "priceE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "indexE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "settlementE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "strikeE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "ivE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "fixedForwardE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "discountE18",
						"type": "uint256"
					}
				],
				"internalType": "struct IRowDispute.MarketLeaf",
				"name": "market",
				"type": "tuple"
			},
			{
				"components": [
					{
						"internalType": "uint8",
						"name": "lane",
						"type": "uint8"
					},
					{
						"internalType": "bytes32",
						"name": "subject",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersOf",
						"type": "bytes32"
					},
					{
						"internalType": "uint32",
						"name": "laterMs",
						"type": "uint32"
					},
					{
						"internalType": "uint256",
						"name": "weightE18",
						"type": "uint256"
					},
					{
						"internalType": "int256",
						"name": "move",
						"type": "int256"
					},
					{
						"internalType": "int256",
						"name": "depeg",
						"type": "int256"
					},
					{
						"internalType": "uint8",
						"name": "vol",
						"type": "uint8"
					},
					{
						"internalType": "int256[4]",
						"name": "levels",
						"type": "int256[4]"
					},
					{
						"internalType": "int256",
						"name": "riskReversal",
						"type": "int256"
					},
					{
						"internalType": "int256",
						"name": "fly",
						"type": "int256"
					},
					{
						"internalType": "int256",
						"name": "basisPerYear",
						"type": "int256"
					}
				],
				"internalType": "struct IRowDispute.ScenarioLeaf",
				"name": "scenario",
				"type": "tuple"
			},
			{
				"components": [
					{
						"internalType": "bytes32",
						"name": "name",
						"type": "bytes32"
					},
					{
						"internalType": "uint256",
						"name": "initialWeight",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialMultiplier",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "rangeUp",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "rangeDown",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "shortPower",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "longPower",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "tenorFloorDays",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "upFloor",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "floorShare",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "wingCap",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "horizonDays",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortNear",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortFar",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortNearMs",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortFarMs",
						"type": "uint256"
					},
					{
						"internalType": "int256",
						"name": "basisUp",
						"type": "int256"
					},
					{
						"internalType": "int256",
						"name": "basisDown",
						"type": "int256"
					},
					{
						"internalType": "uint256",
						"name": "basisAdd",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "basisPerYear",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "vegaShare",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "offsetFloorShare",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "offsetFloorMove",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "deltaRate",
						"type": "uint256"
					}
				],
				"internalType": "struct IRowDispute.ParameterLeaf",
				"name": "parameters",
				"type": "tuple"
			},
			{
				"internalType": "bool",
				"name": "isInitial",
				"type": "bool"
			}
		],
		"name": "laneRange",
		"outputs": [
			{
				"internalType": "int256",
				"name": "lowest",
				"type": "int256"
			},
			{
				"internalType": "int256",
				"name": "highest",
				"type": "int256"
			}
		],
		"stateMutability": "pure",
		"type": "function"
	},
	{
		"inputs": [
			{
				"components": [
					{
						"internalType": "uint16",
						"name": "id",
						"type": "uint16"
					},
					{
						"internalType": "uint8",
						"name": "kind",
						"type": "uint8"
					},
					{
						"internalType": "bytes32",
						"name": "subject",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "underlying",
						"type": "bytes32"
					},
					{
						"internalType": "uint64",
						"name": "snapshotTimeMs",
						"type": "uint64"
					},
					{
						"internalType": "uint64",
						"name": "expiryMs",
						"type": "uint64"
					},
					{
						"internalType": "bool",
						"name": "isCall",
						"type": "bool"
					},
					{
						"internalType": "uint256",
						"name": "lotE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "priceE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "indexE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "settlementE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "strikeE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "ivE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "fixedForwardE18",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "discountE18",
						"type": "uint256"
					}
				],
				"internalType": "struct IRowDispute.MarketLeaf",
				"name": "market",
				"type": "tuple"
			},
			{
				"components": [
					{
						"internalType": "bytes32",
						"name": "name",
						"type": "bytes32"
					},
					{
						"internalType": "uint256",
						"name": "initialWeight",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialMultiplier",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "rangeUp",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "rangeDown",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "shortPower",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "longPower",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "tenorFloorDays",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "upFloor",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "floorShare",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "wingCap",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "horizonDays",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortNear",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortFar",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortNearMs",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "uncoveredShortFarMs",
						"type": "uint256"
					},
					{
						"internalType": "int256",
						"name": "basisUp",
						"type": "int256"
					},
					{
						"internalType": "int256",
						"name": "basisDown",
						"type": "int256"
					},
					{
						"internalType": "uint256",
						"name": "basisAdd",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "basisPerYear",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "vegaShare",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "offsetFloorShare",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "offsetFloorMove",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "deltaRate",
						"type": "uint256"
					}
				],
				"internalType": "struct IRowDispute.ParameterLeaf",
				"name": "parameters",
				"type": "tuple"
			},
			{
				"internalType": "uint256",
				"name": "wordIndex",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "laneOfWord",
				"type": "uint256"
			},
			{
				"internalType": "bool",
				"name": "isInitial",
				"type": "bool"
			}
		],
		"name": "netLaneRange",
		"outputs": [
			{
				"internalType": "int256",
				"name": "lowest",
				"type": "int256"
			},
			{
				"internalType": "int256",
				"name": "highest",
				"type": "int256"
			}
		],
		"stateMutability": "pure",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "marketRoot",
				"type": "bytes32"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"internalType": "bytes",
				"name": "opening",
				"type": "bytes"
			}
		],
		"name": "opensMarket",
		"outputs": [
			{
				"internalType": "bool",
				"name": "",
				"type": "bool"
			}
		],
		"stateMutability": "pure",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "commitment",
				"type": "bytes32"
			},
			{
				"internalType": "uint8",
				"name": "lane",
				"type": "uint8"
			},
			{
				"internalType": "bytes32",
				"name": "subject",
				"type": "bytes32"
			},
			{
				"internalType": "bytes",
				"name": "opening",
				"type": "bytes"
			}
		],
		"name": "opensScenario",
		"outputs": [
			{
				"internalType": "bool",
				"name": "",
				"type": "bool"
			}
		],
		"stateMutability": "pure",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "rowOpening",
		"outputs": [
			{
				"internalType": "contract IRowOpening",
				"name": "",
				"type": "address"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "marketRoot",
				"type": "bytes32"
			},
			{
				"internalType": "bytes",
				"name": "opening",
				"type": "bytes"
			}
		],
		"name": "subjectOf",
		"outputs": [
			{
				"internalType": "bytes32",
				"name": "",
				"type": "bytes32"
			}
		],
		"stateMutability": "pure",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "verifier",
		"outputs": [
			{
				"internalType": "contract IRowWordVerifier",
				"name": "",
				"type": "address"
			}
		],
		"stateMutability": "view",
		"type": "function"
	}
] as const;
