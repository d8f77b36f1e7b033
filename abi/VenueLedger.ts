export const venueLedgerAbi = [
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "operator",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "firstGuardian",
				"type": "address"
			}
		],
		"stateMutability": "nonpayable",
		"type": "constructor"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "registry",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "AlreadyAcknowledged",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "got",
				"type": "uint32"
			},
			{
				"internalType": "uint32",
				"name": "oldest",
				"type": "uint32"
			},
			{
				"internalType": "uint32",
				"name": "newest",
				"type": "uint32"
			}
		],
		"name": "EpochUnknown",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "got",
				"type": "address"
			}
		],
		"name": "GuardianIsOperator",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "LedgerFrozen",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "LedgerNotFrozen",
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
				"name": "limit",
				"type": "uint256"
			}
		],
		"name": "LedgerRootOutOfField",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "consumer",
				"type": "address"
			},
			{
				"internalType": "uint64",
				"name": "amountMicroUsd",
				"type": "uint64"
			}
		],
		"name": "LienDiffers",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "got",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "guardian",
				"type": "address"
			}
		],
		"name": "NotGuardian",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "got",
				"type": "address"
			}
		],
		"name": "NotOperatorOrGuardian",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "owner",
				"type": "address"
			}
		],
		"name": "OwnableInvalidOwner",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "account",
				"type": "address"
			}
		],
		"name": "OwnableUnauthorizedAccount",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "got",
				"type": "uint40"
			},
			{
				"internalType": "uint40",
				"name": "acknowledgedAt",
				"type": "uint40"
			}
		],
		"name": "SnapshotBeforeAcknowledgement",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "got",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "SnapshotInFuture",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "got",
				"type": "uint40"
			},
			{
				"internalType": "uint40",
				"name": "newest",
				"type": "uint40"
			}
		],
		"name": "SnapshotNotForward",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ZeroGuardian",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ZeroListingHash",
		"type": "error"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "by",
				"type": "address"
			}
		],
		"name": "Frozen",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "from",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "to",
				"type": "address"
			}
		],
		"name": "GuardianChanged",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"indexed": true,
				"internalType": "uint256",
				"name": "ledgerRoot",
				"type": "uint256"
			},
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "listingHash",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "snapshotTime",
				"type": "uint40"
			}
		],
		"name": "LedgerPosted",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "registry",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"indexed": false,
				"internalType": "uint32",
				"name": "fromEpoch",
				"type": "uint32"
			}
		],
		"name": "LienAcknowledged",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "previousOwner",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "newOwner",
				"type": "address"
			}
		],
		"name": "OwnershipTransferStarted",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "previousOwner",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "newOwner",
				"type": "address"
			}
		],
		"name": "OwnershipTransferred",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "by",
				"type": "address"
			}
		],
		"name": "Unfrozen",
		"type": "event"
	},
	{
		"inputs": [],
		"name": "HISTORY",
		"outputs": [
			{
				"internalType": "uint32",
				"name": "",
				"type": "uint32"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "acceptOwnership",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "registry",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "consumer",
				"type": "address"
			},
			{
				"internalType": "uint64",
				"name": "amountMicroUsd",
				"type": "uint64"
			}
		],
		"name": "acknowledge",
		"outputs": [
			{
				"internalType": "uint32",
				"name": "fromEpoch",
				"type": "uint32"
			}
		],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "acknowledgedAt",
		"outputs": [
			{
				"internalType": "uint40",
				"name": "",
				"type": "uint40"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "registry",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "acknowledgedFrom",
		"outputs": [
			{
				"internalType": "uint32",
				"name": "",
				"type": "uint32"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "current",
		"outputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "bool",
				"name": "isFrozen",
				"type": "bool"
			},
			{
				"components": [
					{
						"internalType": "uint256",
						"name": "ledgerRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "listingHash",
						"type": "bytes32"
					},
					{
						"internalType": "uint40",
						"name": "snapshotTime",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "postedAt",
						"type": "uint40"
					}
				],
				"internalType": "struct IVenueLedger.LedgerEpoch",
				"name": "ledger",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "currentSeal",
		"outputs": [
			{
				"internalType": "bytes32",
				"name": "",
				"type": "bytes32"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			}
		],
		"name": "epochAt",
		"outputs": [
			{
				"components": [
					{
						"internalType": "uint256",
						"name": "ledgerRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "listingHash",
						"type": "bytes32"
					},
					{
						"internalType": "uint40",
						"name": "snapshotTime",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "postedAt",
						"type": "uint40"
					}
				],
				"internalType": "struct IVenueLedger.LedgerEpoch",
				"name": "",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "freeze",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "frozen",
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
		"inputs": [],
		"name": "guardian",
		"outputs": [
			{
				"internalType": "address",
				"name": "",
				"type": "address"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "newestEpoch",
		"outputs": [
			{
				"internalType": "uint32",
				"name": "",
				"type": "uint32"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "owner",
		"outputs": [
			{
				"internalType": "address",
				"name": "",
				"type": "address"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "pendingOwner",
		"outputs": [
			{
				"internalType": "address",
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
				"internalType": "uint256",
				"name": "ledgerRoot",
				"type": "uint256"
			},
			{
				"internalType": "bytes32",
				"name": "listingHash",
				"type": "bytes32"
			},
			{
				"internalType": "uint40",
				"name": "snapshotTime",
				"type": "uint40"
			}
		],
		"name": "post",
		"outputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			}
		],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "renounceOwnership",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "to",
				"type": "address"
			}
		],
		"name": "setGuardian",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "newOwner",
				"type": "address"
			}
		],
		"name": "transferOwnership",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "unfreeze",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "unfrozenAt",
		"outputs": [
			{
				"internalType": "uint40",
				"name": "",
				"type": "uint40"
			}
		],
		"stateMutability": "view",
		"type": "function"
	}
] as const;
