export const solvencyRegistryAbi = [
	{
		"inputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "owner",
						"type": "address"
					},
					{
						"internalType": "address",
						"name": "timelock",
						"type": "address"
					},
					{
						"internalType": "address",
						"name": "riskEpochs",
						"type": "address"
					},
					{
						"internalType": "uint40",
						"name": "maxSkew",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "ttl",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "challengeWindow",
						"type": "uint40"
					},
					{
						"internalType": "uint64",
						"name": "gasPriceFloor",
						"type": "uint64"
					},
					{
						"internalType": "address[]",
						"name": "venues",
						"type": "address[]"
					},
					{
						"internalType": "uint8[]",
						"name": "sizeClasses",
						"type": "uint8[]"
					},
					{
						"internalType": "address[]",
						"name": "verifiers",
						"type": "address[]"
					}
				],
				"internalType": "struct SolvencyRegistry.Config",
				"name": "config",
				"type": "tuple"
			}
		],
		"stateMutability": "nonpayable",
		"type": "constructor"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "pseudonym",
				"type": "uint256"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "AccountHeldByAnother",
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
		"name": "ChallengeBondTooLarge",
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
				"name": "needed",
				"type": "uint256"
			}
		],
		"name": "ChallengeBondTooSmall",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "ChallengeStands",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "closesAt",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "ChallengeWindowOpen",
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
				"name": "shortest",
				"type": "uint40"
			},
			{
				"internalType": "uint40",
				"name": "longest",
				"type": "uint40"
			}
		],
		"name": "ChallengeWindowOutOfRange",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "openedAt",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "ChallengedRecently",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "deadline",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "DeadlinePassed",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "EnforcedPause",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "first",
				"type": "uint32"
			},
			{
				"internalType": "uint32",
				"name": "newest",
				"type": "uint32"
			}
		],
		"name": "EpochNumbersOverlap",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "first",
				"type": "uint32"
			},
			{
				"internalType": "uint32",
				"name": "newest",
				"type": "uint32"
			},
			{
				"internalType": "uint32",
				"name": "limit",
				"type": "uint32"
			}
		],
		"name": "EpochNumbersTooFar",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ExpectedPause",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "riskEpoch",
				"type": "uint32"
			}
		],
		"name": "FeedsNotChecked",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint64",
				"name": "got",
				"type": "uint64"
			},
			{
				"internalType": "uint64",
				"name": "lowest",
				"type": "uint64"
			},
			{
				"internalType": "uint64",
				"name": "highest",
				"type": "uint64"
			}
		],
		"name": "GasPriceFloorOutOfRange",
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
				"name": "needed",
				"type": "uint256"
			}
		],
		"name": "GasTooLow",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "HolderConsentInvalid",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "HolderHasAnotherAccount",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "account",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "currentNonce",
				"type": "uint256"
			}
		],
		"name": "InvalidAccountNonce",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "InvalidShortString",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "gotSeal",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "seal",
				"type": "bytes32"
			}
		],
		"name": "LedgerContentMismatch",
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
				"name": "newest",
				"type": "uint32"
			}
		],
		"name": "LedgerEpochNotNewest",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "ledgerTime",
				"type": "uint40"
			},
			{
				"internalType": "uint40",
				"name": "revokedUntil",
				"type": "uint40"
			}
		],
		"name": "LedgerRevoked",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "sizeClasses",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "verifiers",
				"type": "uint256"
			}
		],
		"name": "LengthMismatch",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint64",
				"name": "allowedMicroUsd",
				"type": "uint64"
			},
			{
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "LienNotAllowed",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "LienNotOver",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "LienOver",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint64",
				"name": "got",
				"type": "uint64"
			},
			{
				"internalType": "uint64",
				"name": "left",
				"type": "uint64"
			}
		],
		"name": "LienSmaller",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "LiensOutstanding",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "ledgerListing",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "riskListing",
				"type": "bytes32"
			}
		],
		"name": "ListingMismatch",
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
				"name": "limit",
				"type": "uint40"
			}
		],
		"name": "MaxSkewOutOfRange",
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
		"name": "NoCredit",
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
		"name": "NoEpochLive",
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
		"name": "NotAContract",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "gotSeconds",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "neededSeconds",
				"type": "uint256"
			}
		],
		"name": "NotAnswerable",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "NotChallenged",
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
				"name": "consumer",
				"type": "address"
			}
		],
		"name": "NotConsumer",
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
				"name": "venue",
				"type": "address"
			}
		],
		"name": "NotLienVenue",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "uint8",
				"name": "standing",
				"type": "uint8"
			}
		],
		"name": "NotLive",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "NotSoft",
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
				"name": "timelock",
				"type": "address"
			}
		],
		"name": "NotTimelock",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "NothingToChallenge",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "NothingToRelease",
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
				"name": "limit",
				"type": "uint40"
			}
		],
		"name": "OverlapTooLong",
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
				"name": "validUntil",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "PairExpired",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ProofRejected",
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
		"name": "PseudonymOutOfField",
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
				"name": "revokedUntil",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "RevocationOutOfRange",
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
				"name": "recorded",
				"type": "uint32"
			}
		],
		"name": "RiskEpochMovedBack",
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
				"name": "limit",
				"type": "uint40"
			}
		],
		"name": "SkewTooLarge",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "string",
				"name": "str",
				"type": "string"
			}
		],
		"name": "StringTooLong",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint64",
				"name": "got",
				"type": "uint64"
			},
			{
				"internalType": "uint64",
				"name": "free",
				"type": "uint64"
			}
		],
		"name": "SurplusReserved",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint64",
				"name": "got",
				"type": "uint64"
			},
			{
				"internalType": "uint64",
				"name": "limit",
				"type": "uint64"
			}
		],
		"name": "SurplusTooLarge",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "riskTime",
				"type": "uint40"
			},
			{
				"internalType": "uint40",
				"name": "ledgerTime",
				"type": "uint40"
			}
		],
		"name": "TableBeforeLedger",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "gotSeal",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "seal",
				"type": "bytes32"
			}
		],
		"name": "TableContentMismatch",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "limit",
				"type": "uint256"
			}
		],
		"name": "TooManyVenues",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "limit",
				"type": "uint8"
			}
		],
		"name": "TooManyVersions",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "to",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "amountWei",
				"type": "uint256"
			}
		],
		"name": "TransferFailed",
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
				"name": "limit",
				"type": "uint40"
			}
		],
		"name": "TtlOutOfRange",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "got",
				"type": "uint8"
			}
		],
		"name": "UnknownSizeClass",
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
		"name": "UnknownVenue",
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
		"name": "VenueAlreadyAccepted",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "VenueIsFrozen",
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
		"name": "VerifierUnfit",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ZeroAmount",
		"type": "error"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "AttestationsRevoked",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "uint256",
				"name": "pseudonym",
				"type": "uint256"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint8",
				"name": "verifierVersion",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint32",
				"name": "ledgerEpoch",
				"type": "uint32"
			},
			{
				"indexed": false,
				"internalType": "uint32",
				"name": "riskEpoch",
				"type": "uint32"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "surplusMicroUsd",
				"type": "uint64"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "validUntil",
				"type": "uint40"
			}
		],
		"name": "Attested",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "ChallengeAnswered",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "ChallengeReturned",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "challenger",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "bondWei",
				"type": "uint256"
			}
		],
		"name": "Challenged",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "usedNonce",
				"type": "uint256"
			}
		],
		"name": "ConsentsCancelled",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "account",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "amountWei",
				"type": "uint256"
			}
		],
		"name": "CreditAdded",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "account",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "amountWei",
				"type": "uint256"
			}
		],
		"name": "CreditWithdrawn",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "Delinquent",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [],
		"name": "EIP712DomainChanged",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "consumer",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "amountMicroUsd",
				"type": "uint64"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "LienAllowed",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
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
		"name": "LienConfirmed",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "consumer",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "amountMicroUsd",
				"type": "uint64"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "LienPlaced",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "byMicroUsd",
				"type": "uint64"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "leftMicroUsd",
				"type": "uint64"
			}
		],
		"name": "LienReduced",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "reservedMicroUsd",
				"type": "uint64"
			},
			{
				"indexed": false,
				"internalType": "uint64",
				"name": "surplusMicroUsd",
				"type": "uint64"
			}
		],
		"name": "OverLiened",
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
				"indexed": false,
				"internalType": "address",
				"name": "account",
				"type": "address"
			}
		],
		"name": "Paused",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "Released",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "riskEpochs",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint32",
				"name": "firstEpoch",
				"type": "uint32"
			}
		],
		"name": "RiskEpochsSet",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": false,
				"internalType": "address",
				"name": "account",
				"type": "address"
			}
		],
		"name": "Unpaused",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "VenueAccepted",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "VenueDropped",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "uint8",
				"name": "version",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "address",
				"name": "verifier",
				"type": "address"
			}
		],
		"name": "VerifierSet",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "uint8",
				"name": "formerVersion",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "VerifiersOverlap",
		"type": "event"
	},
	{
		"inputs": [],
		"name": "ANSWER_GAS",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "CHALLENGE_INTERVAL",
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
		"inputs": [],
		"name": "CHALLENGE_LIFE",
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
		"inputs": [],
		"name": "LARGEST_EPOCH_GAP",
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
		"name": "LONGEST_OVERLAP",
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
		"inputs": [],
		"name": "LONGEST_WINDOW",
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
		"inputs": [],
		"name": "MAX_TTL",
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
		"inputs": [],
		"name": "MAX_VENUES",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "SHORTEST_WINDOW",
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
				"name": "venue",
				"type": "address"
			}
		],
		"name": "acceptVenue",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "acceptedSince",
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
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "pseudonym",
				"type": "uint256"
			}
		],
		"name": "accountOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "holder",
						"type": "address"
					},
					{
						"internalType": "uint32",
						"name": "riskEpoch",
						"type": "uint32"
					}
				],
				"internalType": "struct ISolvencyRegistry.Account",
				"name": "",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
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
			},
			{
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "allowLien",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
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
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "consumer",
				"type": "address"
			}
		],
		"name": "allowanceOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "uint64",
						"name": "amountMicroUsd",
						"type": "uint64"
					},
					{
						"internalType": "uint40",
						"name": "until",
						"type": "uint40"
					}
				],
				"internalType": "struct ISolvencyLiens.Allowance",
				"name": "",
				"type": "tuple"
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
						"internalType": "address",
						"name": "venue",
						"type": "address"
					},
					{
						"internalType": "uint32",
						"name": "ledgerEpoch",
						"type": "uint32"
					},
					{
						"internalType": "uint32",
						"name": "riskEpoch",
						"type": "uint32"
					},
					{
						"internalType": "enum RiskLevel",
						"name": "level",
						"type": "uint8"
					},
					{
						"internalType": "uint8",
						"name": "sizeClass",
						"type": "uint8"
					},
					{
						"internalType": "uint256",
						"name": "pseudonym",
						"type": "uint256"
					},
					{
						"internalType": "address",
						"name": "holder",
						"type": "address"
					},
					{
						"internalType": "uint64",
						"name": "surplusMicroUsd",
						"type": "uint64"
					},
					{
						"internalType": "uint40",
						"name": "deadline",
						"type": "uint40"
					},
					{
						"internalType": "bytes",
						"name": "signature",
						"type": "bytes"
					}
				],
				"internalType": "struct ISolvencyRegistry.AttestationRequest",
				"name": "request",
				"type": "tuple"
			},
			{
				"components": [
					{
						"internalType": "bytes32",
						"name": "listingHash",
						"type": "bytes32"
					},
					{
						"internalType": "uint256",
						"name": "ledgerRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "riskRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint40",
						"name": "ledgerTime",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "riskTime",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "nextExpiry",
						"type": "uint40"
					}
				],
				"internalType": "struct ISolvencyRegistry.EpochContents",
				"name": "contents",
				"type": "tuple"
			},
			{
				"components": [
					{
						"internalType": "uint256[2]",
						"name": "a",
						"type": "uint256[2]"
					},
					{
						"internalType": "uint256[2][2]",
						"name": "b",
						"type": "uint256[2][2]"
					},
					{
						"internalType": "uint256[2]",
						"name": "c",
						"type": "uint256[2]"
					}
				],
				"internalType": "struct ISolvencyRegistry.Groth16Proof",
				"name": "proof",
				"type": "tuple"
			}
		],
		"name": "attest",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "cancelConsents",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "challenge",
		"outputs": [],
		"stateMutability": "payable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "baseFeeWei",
				"type": "uint256"
			}
		],
		"name": "challengeBond",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "challengeOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "challenger",
						"type": "address"
					},
					{
						"internalType": "uint96",
						"name": "bondWei",
						"type": "uint96"
					},
					{
						"internalType": "uint40",
						"name": "openedAt",
						"type": "uint40"
					},
					{
						"internalType": "bool",
						"name": "open",
						"type": "bool"
					}
				],
				"internalType": "struct ISolvencyChallenges.Challenge",
				"name": "",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "challengeWindow",
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
		"inputs": [],
		"name": "checks",
		"outputs": [
			{
				"internalType": "contract RegistryChecks",
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
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "clearLien",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"internalType": "uint32",
				"name": "fromEpoch",
				"type": "uint32"
			}
		],
		"name": "confirmLien",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "account",
				"type": "address"
			}
		],
		"name": "creditOf",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "dropVenue",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "eip712Domain",
		"outputs": [
			{
				"internalType": "bytes1",
				"name": "fields",
				"type": "bytes1"
			},
			{
				"internalType": "string",
				"name": "name",
				"type": "string"
			},
			{
				"internalType": "string",
				"name": "version",
				"type": "string"
			},
			{
				"internalType": "uint256",
				"name": "chainId",
				"type": "uint256"
			},
			{
				"internalType": "address",
				"name": "verifyingContract",
				"type": "address"
			},
			{
				"internalType": "bytes32",
				"name": "salt",
				"type": "bytes32"
			},
			{
				"internalType": "uint256[]",
				"name": "extensions",
				"type": "uint256[]"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			}
		],
		"name": "formerVerifierOf",
		"outputs": [
			{
				"internalType": "address",
				"name": "verifier",
				"type": "address"
			},
			{
				"internalType": "uint8",
				"name": "version",
				"type": "uint8"
			},
			{
				"internalType": "uint40",
				"name": "until",
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
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "freeSurplus",
		"outputs": [
			{
				"internalType": "uint64",
				"name": "",
				"type": "uint64"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "gasPriceFloor",
		"outputs": [
			{
				"internalType": "uint64",
				"name": "",
				"type": "uint64"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "isAccepted",
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
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "isOverLiened",
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
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "isSecured",
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
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint64",
				"name": "minSurplusMicroUsd",
				"type": "uint64"
			},
			{
				"internalType": "uint40",
				"name": "maxAge",
				"type": "uint40"
			}
		],
		"name": "isSolvent",
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
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint64",
				"name": "minSurplusMicroUsd",
				"type": "uint64"
			},
			{
				"internalType": "uint40",
				"name": "maxAge",
				"type": "uint40"
			}
		],
		"name": "isSolventAt",
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
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"components": [
					{
						"internalType": "uint32",
						"name": "ledgerEpoch",
						"type": "uint32"
					},
					{
						"internalType": "uint32",
						"name": "riskEpoch",
						"type": "uint32"
					}
				],
				"internalType": "struct ISolvencyChallenges.EpochPair[]",
				"name": "pairs",
				"type": "tuple[]"
			}
		],
		"name": "lapse",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"name": "lienOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "venue",
						"type": "address"
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
					},
					{
						"internalType": "uint40",
						"name": "until",
						"type": "uint40"
					},
					{
						"internalType": "bool",
						"name": "firm",
						"type": "bool"
					}
				],
				"internalType": "struct ISolvencyLiens.Lien",
				"name": "",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "lienTotals",
		"outputs": [
			{
				"components": [
					{
						"internalType": "uint64",
						"name": "soft",
						"type": "uint64"
					},
					{
						"internalType": "uint64",
						"name": "firm",
						"type": "uint64"
					},
					{
						"internalType": "uint64",
						"name": "carried",
						"type": "uint64"
					},
					{
						"internalType": "uint32",
						"name": "carriedFrom",
						"type": "uint32"
					}
				],
				"internalType": "struct ISolvencyLiens.LienTotals",
				"name": "",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "maxSkew",
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
		"inputs": [],
		"name": "newestLien",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "owner",
				"type": "address"
			}
		],
		"name": "nonces",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
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
		"name": "pause",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "paused",
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
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			},
			{
				"internalType": "uint64",
				"name": "amountMicroUsd",
				"type": "uint64"
			},
			{
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "placeLien",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			}
		],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"internalType": "uint64",
				"name": "byMicroUsd",
				"type": "uint64"
			}
		],
		"name": "reduceLien",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			}
		],
		"name": "release",
		"outputs": [],
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
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "returnChallenge",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			},
			{
				"internalType": "uint40",
				"name": "time",
				"type": "uint40"
			}
		],
		"name": "revokeBefore",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			}
		],
		"name": "revokedUntil",
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
		"inputs": [],
		"name": "riskEpochs",
		"outputs": [
			{
				"internalType": "contract IRiskEpochs",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			}
		],
		"name": "riskEpochsOf",
		"outputs": [
			{
				"internalType": "contract IRiskEpochs",
				"name": "",
				"type": "address"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "scope",
		"outputs": [
			{
				"internalType": "uint256",
				"name": "",
				"type": "uint256"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "lienId",
				"type": "uint256"
			},
			{
				"internalType": "address",
				"name": "consumer",
				"type": "address"
			}
		],
		"name": "securedFor",
		"outputs": [
			{
				"internalType": "uint64",
				"name": "",
				"type": "uint64"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "next",
				"type": "address"
			}
		],
		"name": "setRiskEpochs",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			},
			{
				"internalType": "address",
				"name": "verifier",
				"type": "address"
			},
			{
				"internalType": "uint40",
				"name": "overlap",
				"type": "uint40"
			}
		],
		"name": "setVerifier",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "address",
				"name": "venue",
				"type": "address"
			},
			{
				"internalType": "address",
				"name": "holder",
				"type": "address"
			}
		],
		"name": "status",
		"outputs": [
			{
				"internalType": "enum ISolvencyRegistry.Standing",
				"name": "standing",
				"type": "uint8"
			},
			{
				"components": [
					{
						"internalType": "bool",
						"name": "maintenanceProven",
						"type": "bool"
					},
					{
						"internalType": "bool",
						"name": "initialProven",
						"type": "bool"
					},
					{
						"internalType": "uint64",
						"name": "maintenanceSurplusMicroUsd",
						"type": "uint64"
					},
					{
						"internalType": "uint64",
						"name": "initialSurplusMicroUsd",
						"type": "uint64"
					},
					{
						"internalType": "uint32",
						"name": "riskEpoch",
						"type": "uint32"
					},
					{
						"internalType": "uint40",
						"name": "ledgerTime",
						"type": "uint40"
					},
					{
						"internalType": "uint40",
						"name": "validUntil",
						"type": "uint40"
					},
					{
						"internalType": "uint8",
						"name": "sizeClass",
						"type": "uint8"
					},
					{
						"internalType": "uint8",
						"name": "verifierVersion",
						"type": "uint8"
					}
				],
				"internalType": "struct ISolvencyRegistry.Attestation",
				"name": "attestation",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes4",
				"name": "interfaceId",
				"type": "bytes4"
			}
		],
		"name": "supportsInterface",
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
		"name": "timelock",
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
		"name": "ttl",
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
		"inputs": [],
		"name": "unpause",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "unpausedAt",
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
		"inputs": [],
		"name": "venues",
		"outputs": [
			{
				"internalType": "address[]",
				"name": "",
				"type": "address[]"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "sizeClass",
				"type": "uint8"
			}
		],
		"name": "verifierOf",
		"outputs": [
			{
				"internalType": "address",
				"name": "verifier",
				"type": "address"
			},
			{
				"internalType": "uint8",
				"name": "version",
				"type": "uint8"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "version",
		"outputs": [
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
		"inputs": [],
		"name": "withdrawCredit",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	}
] as const;
