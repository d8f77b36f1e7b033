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
