export const riskEpochsAbi = [
	{
		"inputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "timelock",
						"type": "address"
					},
					{
						"internalType": "address[]",
						"name": "publishers",
						"type": "address[]"
					},
					{
						"internalType": "uint256",
						"name": "threshold",
						"type": "uint256"
					},
					{
						"internalType": "uint128",
						"name": "bondWei",
						"type": "uint128"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "listingHash",
						"type": "bytes32"
					},
					{
						"components": [
							{
								"internalType": "bytes32",
								"name": "underlying",
								"type": "bytes32"
							},
							{
								"internalType": "address",
								"name": "aggregator",
								"type": "address"
							},
							{
								"internalType": "uint8",
								"name": "decimals",
								"type": "uint8"
							},
							{
								"internalType": "uint32",
								"name": "maxAge",
								"type": "uint32"
							},
							{
								"internalType": "uint16",
								"name": "toleranceBps",
								"type": "uint16"
							}
						],
						"internalType": "struct IPriceComparison.Feed[]",
						"name": "feeds",
						"type": "tuple[]"
					},
					{
						"internalType": "address",
						"name": "sequencerFeed",
						"type": "address"
					},
					{
						"internalType": "address",
						"name": "rowOpening",
						"type": "address"
					},
					{
						"internalType": "address",
						"name": "rowDispute",
						"type": "address"
					},
					{
						"internalType": "uint40",
						"name": "rowWindow",
						"type": "uint40"
					},
					{
						"internalType": "uint64",
						"name": "gasPriceFloor",
						"type": "uint64"
					},
					{
						"internalType": "uint32",
						"name": "firstEpoch",
						"type": "uint32"
					}
				],
				"internalType": "struct RiskEpochs.Config",
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
				"internalType": "bytes32",
				"name": "key",
				"type": "bytes32"
			}
		],
		"name": "AlreadyDemanded",
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
		"name": "BeginsInPast",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "withdrawableFrom",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "BondLocked",
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
		"name": "BondTooLarge",
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
		"name": "BondTooSmall",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "expected",
				"type": "bytes32"
			}
		],
		"name": "ContentNotOfEpoch",
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
		"name": "DuplicatePublisher",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "snapshotTime",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "EpochTooOld",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum IRowDispute.Ground",
				"name": "ground",
				"type": "uint8"
			}
		],
		"name": "EvidenceShowsNothing",
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
				"name": "snapshotTime",
				"type": "uint40"
			}
		],
		"name": "ExpiryNotAfterSnapshot",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "decimals",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "toleranceBps",
				"type": "uint16"
			}
		],
		"name": "FeedOutOfRange",
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
				"internalType": "uint256",
				"name": "indexE18",
				"type": "uint256"
			},
			{
				"internalType": "uint64",
				"name": "postedMicroUsd",
				"type": "uint64"
			}
		],
		"name": "IndexPriceAgrees",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "got",
				"type": "uint8"
			},
			{
				"internalType": "uint8",
				"name": "limit",
				"type": "uint8"
			}
		],
		"name": "LaneOutOfRange",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ListingNotAnnounced",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "inForce",
				"type": "bytes32"
			}
		],
		"name": "ListingNotInForce",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ListingsBeginTogether",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "marketRoot",
				"type": "bytes32"
			}
		],
		"name": "MarketNotOfEpoch",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint16",
				"name": "got",
				"type": "uint16"
			},
			{
				"internalType": "uint16",
				"name": "limit",
				"type": "uint16"
			}
		],
		"name": "MarksIdOutOfRange",
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
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "NodeAlreadyDemanded",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "NodeNotAwaited",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "NodeNotOpened",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "NodeOutOfRange",
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
				"internalType": "bytes32",
				"name": "key",
				"type": "bytes32"
			}
		],
		"name": "NotAwaited",
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
		"name": "NotPublisher",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "key",
				"type": "bytes32"
			}
		],
		"name": "NotShown",
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
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ParametersBeginTogether",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ParametersKnown",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			},
			{
				"internalType": "uint40",
				"name": "until",
				"type": "uint40"
			}
		],
		"name": "ParametersNotInForce",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ParametersNotPending",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "ParentNotShown",
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
				"name": "feeds",
				"type": "uint256"
			}
		],
		"name": "PriceCountWrong",
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
		"name": "PublisherLeaving",
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
				"name": "ownLast",
				"type": "uint40"
			}
		],
		"name": "PublisherNotForward",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "got",
				"type": "uint32"
			}
		],
		"name": "RiskEpochIsDead",
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
		"name": "RiskEpochNotRecent",
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
		"name": "RiskRootOutOfField",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "RowAlreadyDemanded",
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
				"name": "least",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "most",
				"type": "uint256"
			}
		],
		"name": "RowDepositOutOfRange",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint16",
				"name": "got",
				"type": "uint16"
			},
			{
				"internalType": "uint16",
				"name": "limit",
				"type": "uint16"
			}
		],
		"name": "RowIdOutOfRange",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "RowNotAwaited",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "RowNotOpened",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "answerBy",
				"type": "uint40"
			},
			{
				"internalType": "uint256",
				"name": "blockTime",
				"type": "uint256"
			}
		],
		"name": "RowStillDue",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint40",
				"name": "got",
				"type": "uint40"
			}
		],
		"name": "RowWindowOutOfRange",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "SequencerIsDown",
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
		"inputs": [
			{
				"internalType": "uint256",
				"name": "got",
				"type": "uint256"
			},
			{
				"internalType": "uint256",
				"name": "publisherCount",
				"type": "uint256"
			}
		],
		"name": "ThresholdOutOfRange",
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
		"name": "TooManyFeeds",
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
		"name": "TooManyListings",
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
		"name": "TooManyParameterSets",
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
		"name": "TooManyPublishers",
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
				"internalType": "bytes32",
				"name": "got",
				"type": "bytes32"
			},
			{
				"internalType": "bytes32",
				"name": "ofFeed",
				"type": "bytes32"
			}
		],
		"name": "UnderlyingNotOfFeed",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ZeroFirstEpoch",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "index",
				"type": "uint256"
			}
		],
		"name": "ZeroIndexPrice",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ZeroListingHash",
		"type": "error"
	},
	{
		"inputs": [],
		"name": "ZeroParameterSet",
		"type": "error"
	},
	{
		"inputs": [
			{
				"internalType": "uint256",
				"name": "index",
				"type": "uint256"
			}
		],
		"name": "ZeroPublisher",
		"type": "error"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "publisher",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "amountWei",
				"type": "uint256"
			}
		],
		"name": "BondDeposited",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "publisher",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "amountWei",
				"type": "uint256"
			}
		],
		"name": "BondSlashed",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "publisher",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "amountWei",
				"type": "uint256"
			}
		],
		"name": "BondWithdrawn",
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
				"name": "publisher",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "withdrawableFrom",
				"type": "uint40"
			}
		],
		"name": "ExitAnnounced",
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
				"indexed": false,
				"internalType": "enum IPriceComparison.FeedStatus[]",
				"name": "statuses",
				"type": "uint8[]"
			}
		],
		"name": "FeedsCompared",
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
				"internalType": "bytes32",
				"name": "underlying",
				"type": "bytes32"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "disputer",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "indexE18",
				"type": "uint256"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "slashedWei",
				"type": "uint256"
			}
		],
		"name": "IndexPriceDisputed",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "listingHash",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ListingAnnounced",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "listingHash",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ListingCancelled",
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
				"internalType": "bytes32",
				"name": "marketRoot",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "byteCount",
				"type": "uint256"
			}
		],
		"name": "MarketPublished",
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
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "address",
				"name": "demander",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "answerBy",
				"type": "uint40"
			}
		],
		"name": "MarksDemanded",
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
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "bytes",
				"name": "opening",
				"type": "bytes"
			}
		],
		"name": "MarksShown",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "address",
				"name": "demander",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "answerBy",
				"type": "uint40"
			}
		],
		"name": "NodeDemanded",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "uint256[8]",
				"name": "children",
				"type": "uint256[8]"
			}
		],
		"name": "NodeServed",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "ParametersRegistered",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			}
		],
		"name": "ParametersWithdrawn",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "enum IRowDispute.Ground",
				"name": "ground",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "address",
				"name": "disputer",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "slashedWei",
				"type": "uint256"
			}
		],
		"name": "RiskEpochDisputed",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "slashedWei",
				"type": "uint256"
			}
		],
		"name": "RiskEpochKilled",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"indexed": false,
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "slashedWei",
				"type": "uint256"
			}
		],
		"name": "RiskEpochKilledAtNode",
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
				"internalType": "bytes32",
				"name": "key",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "uint256",
				"name": "slashedWei",
				"type": "uint256"
			}
		],
		"name": "RiskEpochKilledUnshown",
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
				"internalType": "bytes32",
				"name": "contentHash",
				"type": "bytes32"
			}
		],
		"name": "RiskEpochLive",
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
			}
		],
		"name": "RiskEpochRecalled",
		"type": "event"
	},
	{
		"anonymous": false,
		"inputs": [
			{
				"indexed": true,
				"internalType": "address",
				"name": "publisher",
				"type": "address"
			},
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "contentHash",
				"type": "bytes32"
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
						"name": "maintenanceRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersHash",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "marketRoot",
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
					}
				],
				"indexed": false,
				"internalType": "struct IRiskEpochs.RiskEpoch",
				"name": "content",
				"type": "tuple"
			},
			{
				"indexed": false,
				"internalType": "uint64[]",
				"name": "indexPricesMicroUsd",
				"type": "uint64[]"
			}
		],
		"name": "RiskTablePosted",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "address",
				"name": "demander",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "answerBy",
				"type": "uint40"
			}
		],
		"name": "RowDemanded",
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
				"indexed": false,
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"indexed": false,
				"internalType": "uint256[]",
				"name": "words",
				"type": "uint256[]"
			},
			{
				"indexed": false,
				"internalType": "uint256[8][4]",
				"name": "path",
				"type": "uint256[8][4]"
			}
		],
		"name": "RowServed",
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
				"internalType": "uint8",
				"name": "lane",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "subject",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "address",
				"name": "demander",
				"type": "address"
			},
			{
				"indexed": false,
				"internalType": "uint40",
				"name": "answerBy",
				"type": "uint40"
			}
		],
		"name": "ScenarioDemanded",
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
				"internalType": "uint8",
				"name": "lane",
				"type": "uint8"
			},
			{
				"indexed": true,
				"internalType": "bytes32",
				"name": "subject",
				"type": "bytes32"
			},
			{
				"indexed": false,
				"internalType": "bytes",
				"name": "opening",
				"type": "bytes"
			}
		],
		"name": "ScenarioShown",
		"type": "event"
	},
	{
		"inputs": [],
		"name": "DEMAND_PERIOD",
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
		"name": "EXIT_NOTICE",
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
		"name": "LONGEST_NODE_QUEUE",
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
		"name": "LONGEST_QUEUE",
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
		"name": "MAX_ANNOUNCED",
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
		"name": "MAX_FEEDS",
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
		"name": "MAX_PENDING_SETS",
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
		"name": "MAX_PUBLISHERS",
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
		"name": "NODE_GAS",
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
		"name": "SEQUENCER_GRACE",
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
		"name": "SERVE_GAS",
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
		"name": "SHOW_GAS",
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
		"name": "WAIT_SURCHARGE",
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
		"name": "announceExit",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "listingHash",
				"type": "bytes32"
			},
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "announceListing",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "announcedListings",
		"outputs": [
			{
				"internalType": "bytes32[]",
				"name": "listingHashes",
				"type": "bytes32[]"
			},
			{
				"internalType": "uint40[]",
				"name": "froms",
				"type": "uint40[]"
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
		"name": "atStake",
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
				"name": "publisher",
				"type": "address"
			}
		],
		"name": "bondOf",
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
		"name": "bondWei",
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
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "cancelListing",
		"outputs": [],
		"stateMutability": "nonpayable",
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
		"name": "contentHashOf",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "demandMarks",
		"outputs": [],
		"stateMutability": "payable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			},
			{
				"internalType": "uint256[8]",
				"name": "siblings",
				"type": "uint256[8]"
			}
		],
		"name": "demandNode",
		"outputs": [],
		"stateMutability": "payable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "demandOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "demander",
						"type": "address"
					},
					{
						"internalType": "uint96",
						"name": "depositWei",
						"type": "uint96"
					},
					{
						"internalType": "uint40",
						"name": "answerBy",
						"type": "uint40"
					},
					{
						"internalType": "bool",
						"name": "settled",
						"type": "bool"
					},
					{
						"internalType": "uint40",
						"name": "askedAt",
						"type": "uint40"
					}
				],
				"internalType": "struct IDemands.Demand",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "demandRow",
		"outputs": [],
		"stateMutability": "payable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "uint8",
				"name": "lane",
				"type": "uint8"
			},
			{
				"internalType": "bytes",
				"name": "marks",
				"type": "bytes"
			}
		],
		"name": "demandScenario",
		"outputs": [],
		"stateMutability": "payable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "depositBond",
		"outputs": [],
		"stateMutability": "payable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
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
		"name": "dispute",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
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
						"name": "maintenanceRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersHash",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "marketRoot",
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
					}
				],
				"internalType": "struct IRiskEpochs.RiskEpoch",
				"name": "content",
				"type": "tuple"
			},
			{
				"internalType": "uint64[]",
				"name": "indexPricesMicroUsd",
				"type": "uint64[]"
			},
			{
				"internalType": "uint256",
				"name": "feed",
				"type": "uint256"
			},
			{
				"internalType": "bytes",
				"name": "marks",
				"type": "bytes"
			}
		],
		"name": "disputeIndexPrice",
		"outputs": [],
		"stateMutability": "nonpayable",
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
						"internalType": "bytes32",
						"name": "listingHash",
						"type": "bytes32"
					},
					{
						"internalType": "uint256",
						"name": "maintenanceRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersHash",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "marketRoot",
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
					}
				],
				"internalType": "struct IRiskEpochs.RiskEpoch",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "expireDemand",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "expireMarks",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "expireNode",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
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
			}
		],
		"name": "expireScenario",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "uint256",
				"name": "index",
				"type": "uint256"
			}
		],
		"name": "feedStatusAt",
		"outputs": [
			{
				"internalType": "enum IPriceComparison.FeedStatus",
				"name": "",
				"type": "uint8"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "feeds",
		"outputs": [
			{
				"components": [
					{
						"internalType": "bytes32",
						"name": "underlying",
						"type": "bytes32"
					},
					{
						"internalType": "address",
						"name": "aggregator",
						"type": "address"
					},
					{
						"internalType": "uint8",
						"name": "decimals",
						"type": "uint8"
					},
					{
						"internalType": "uint32",
						"name": "maxAge",
						"type": "uint32"
					},
					{
						"internalType": "uint16",
						"name": "toleranceBps",
						"type": "uint16"
					}
				],
				"internalType": "struct IPriceComparison.Feed[]",
				"name": "",
				"type": "tuple[]"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "firstEpoch",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			}
		],
		"name": "isChecked",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			}
		],
		"name": "isDead",
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
				"name": "account",
				"type": "address"
			}
		],
		"name": "isPublisher",
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
				"name": "publisher",
				"type": "address"
			}
		],
		"name": "lastPostedTime",
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
				"internalType": "uint40",
				"name": "snapshotTime",
				"type": "uint40"
			}
		],
		"name": "listingAt",
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
		"name": "liveSpanOf",
		"outputs": [
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
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
				"internalType": "bytes32",
				"name": "key",
				"type": "bytes32"
			}
		],
		"name": "marketDemandOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "demander",
						"type": "address"
					},
					{
						"internalType": "uint96",
						"name": "depositWei",
						"type": "uint96"
					},
					{
						"internalType": "uint40",
						"name": "answerBy",
						"type": "uint40"
					},
					{
						"internalType": "bool",
						"name": "settled",
						"type": "bool"
					},
					{
						"internalType": "uint40",
						"name": "askedAt",
						"type": "uint40"
					}
				],
				"internalType": "struct IDemands.Demand",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			}
		],
		"name": "marksKey",
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
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			}
		],
		"name": "nodeDemandOf",
		"outputs": [
			{
				"components": [
					{
						"internalType": "address",
						"name": "demander",
						"type": "address"
					},
					{
						"internalType": "uint96",
						"name": "depositWei",
						"type": "uint96"
					},
					{
						"internalType": "uint40",
						"name": "answerBy",
						"type": "uint40"
					},
					{
						"internalType": "bool",
						"name": "settled",
						"type": "bool"
					},
					{
						"internalType": "uint40",
						"name": "askedAt",
						"type": "uint40"
					}
				],
				"internalType": "struct IDemands.Demand",
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
				"internalType": "uint256",
				"name": "baseFeeWei",
				"type": "uint256"
			}
		],
		"name": "nodeDeposit",
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
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			}
		],
		"name": "parametersFrom",
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
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			}
		],
		"name": "parametersUntil",
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
				"components": [
					{
						"internalType": "bytes32",
						"name": "listingHash",
						"type": "bytes32"
					},
					{
						"internalType": "uint256",
						"name": "maintenanceRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersHash",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "marketRoot",
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
					}
				],
				"internalType": "struct IRiskEpochs.RiskEpoch",
				"name": "content",
				"type": "tuple"
			},
			{
				"internalType": "uint64[]",
				"name": "indexPricesMicroUsd",
				"type": "uint64[]"
			}
		],
		"name": "post",
		"outputs": [
			{
				"internalType": "bool",
				"name": "live",
				"type": "bool"
			}
		],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "bytes",
				"name": "snapshot",
				"type": "bytes"
			},
			{
				"internalType": "bytes32",
				"name": "marksRoot",
				"type": "bytes32"
			},
			{
				"internalType": "uint16",
				"name": "instrumentCount",
				"type": "uint16"
			}
		],
		"name": "publishMarket",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "publishers",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
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
						"name": "maintenanceRoot",
						"type": "uint256"
					},
					{
						"internalType": "uint256",
						"name": "initialRoot",
						"type": "uint256"
					},
					{
						"internalType": "bytes32",
						"name": "parameterSet",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "parametersHash",
						"type": "bytes32"
					},
					{
						"internalType": "bytes32",
						"name": "marketRoot",
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
					}
				],
				"internalType": "struct IRiskEpochs.RiskEpoch",
				"name": "content",
				"type": "tuple"
			},
			{
				"internalType": "uint64[]",
				"name": "indexPricesMicroUsd",
				"type": "uint64[]"
			}
		],
		"name": "recallEpoch",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			}
		],
		"name": "recentTable",
		"outputs": [
			{
				"components": [
					{
						"internalType": "uint256",
						"name": "root",
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
						"name": "nextExpiry",
						"type": "uint40"
					}
				],
				"internalType": "struct IRiskEpochs.Table",
				"name": "table",
				"type": "tuple"
			}
		],
		"stateMutability": "view",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			},
			{
				"internalType": "uint40",
				"name": "from",
				"type": "uint40"
			}
		],
		"name": "registerParameters",
		"outputs": [],
		"stateMutability": "nonpayable",
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
		"name": "rowDeposit",
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
		"name": "rowDispute",
		"outputs": [
			{
				"internalType": "contract IRowDispute",
				"name": "",
				"type": "address"
			}
		],
		"stateMutability": "view",
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
		"inputs": [],
		"name": "rowWindow",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
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
			}
		],
		"name": "scenarioKey",
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
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			}
		],
		"name": "sealOf",
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
		"inputs": [],
		"name": "sequencerFeed",
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
		"name": "sequencerUpSince",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint8",
				"name": "depth",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "index",
				"type": "uint16"
			},
			{
				"internalType": "uint256[8]",
				"name": "children",
				"type": "uint256[8]"
			}
		],
		"name": "serveNode",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
			},
			{
				"internalType": "enum RiskLevel",
				"name": "level",
				"type": "uint8"
			},
			{
				"internalType": "uint16",
				"name": "id",
				"type": "uint16"
			},
			{
				"internalType": "uint256[]",
				"name": "words",
				"type": "uint256[]"
			},
			{
				"internalType": "uint256[8][4]",
				"name": "path",
				"type": "uint256[8][4]"
			}
		],
		"name": "serveRow",
		"outputs": [],
		"stateMutability": "nonpayable",
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
		"name": "showDeposit",
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
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
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
		"name": "showMarks",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "uint32",
				"name": "epoch",
				"type": "uint32"
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
		"name": "showScenario",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "contentHash",
				"type": "bytes32"
			}
		],
		"name": "supporters",
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
		"name": "threshold",
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
		"inputs": [],
		"name": "withdrawBond",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [],
		"name": "withdrawCredit",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	},
	{
		"inputs": [
			{
				"internalType": "bytes32",
				"name": "parameterSet",
				"type": "bytes32"
			}
		],
		"name": "withdrawParameters",
		"outputs": [],
		"stateMutability": "nonpayable",
		"type": "function"
	}
] as const;
