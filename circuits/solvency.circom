pragma circom 2.2.3;

include "account.circom";
include "alone-lines.circom";
include "expected-shortfall.circom";
include "lib/dimensions.circom";
include "lib/range.circom";
include "lib/tree.circom";
include "netting.circom";
include "position-charge.circom";
include "position-entries.circom";
include "risk-row.circom";
include "stress-lines.circom";

/// @title Solvency
/// @notice I know an account in `ledgerRoot`, owned by an identity whose pseudonym for `scope` is
///         `pseudonym`. Under the risk table `riskRoot`, after haircuts and charges, its equity stays
///         non-negative in every stress scenario, covers its expected shortfall over the tail
///         scenarios, and covers the offset-limit floor, each with at least `surplus` to spare; and
///         I bind this to `holder`.
/// @dev The rule is src/risk/margin/margin-engine.ts, in the same integers. Every number that the prover
///      supplies is range-checked by itself before it meets a packed word: about one field element
///      in 24 passes a packed check by accident.
/// @param positionCount size class of the account: 8, 16, 32 or 64
/// @assumes of the table: everything that src/risk/table/check-risk-table.ts checks
/// @cost see snapshots/circuits.json
template Solvency(positionCount) {
    // The sums below stay under 2^70 for up to 64 positions.
    assert(positionCount >= 2 && positionCount <= 64);
    // Underlyings with options that an account can have.
    var groupCount = ALONE_GROUPS(positionCount);

    // ------------------------------- public -------------------------------
    signal input pseudonym;   // P3(2, scope, secret)
    signal input ledgerRoot;  // root of the venue's account tree
    signal input riskRoot;    // root of the risk table of one level
    signal input scope;       // chosen by the verifying contract
    signal input context;     // holder + surplus·2^160

    // ------------------------------- private ------------------------------
    signal input secret;                          // the trader's; the venue does not know it
    signal input salt;                            // the venue's, fresh each epoch
    signal input accountIndex;                    // place in the ledger
    signal input accountPath[8][8];               // ledger nodes, bottom level first
    signal input holder;                          // address that may use the proof
    signal input surplusMicroUsd;                 // free collateral proven
    signal input ids[positionCount];              // instrument ids, empty slots (0) first
    signal input negs[positionCount];             // 1 when short
    signal input qtysLots[positionCount];         // sizes
    signal input rows[positionCount][ROW_ELEMENTS()]; // encoded risk rows
    signal input rowPaths[positionCount][2][8];   // table nodes, bottom level first
    signal input tableCap[64];                    // table nodes at depth two
    signal input chargeLinesMicroUsd[positionCount][4];       // further segments above the first, qty·(s_k − s_0) − I_k
    signal input pinNetsMicroUsd[positionCount];              // long options of a strike set that may end pinned
    signal input expiryNetsMicroUsd[positionCount][3];        // ↑ and ↓ basis, vega of an expiry set, at its end
    signal input underlyingNetsMicroUsd[positionCount][3];    // ↓ and ↑ stand-alone, delta of an underlying's
    signal input tailShiftMicroUsd;               // t + 2^61
    signal input aloneKeys[groupCount];           // underlyings with options, strictly increasing
    signal input aloneRestShiftsMicroUsd[groupCount]; // value at the mark of everything else, + 2^61

    // 1. Slots: ranges, signs, order.
    component slots[positionCount];
    for (var i = 0; i < positionCount; i++) {
        slots[i] = PositionEntry();
        slots[i].id <== ids[i];
        slots[i].neg <== negs[i];
        slots[i].qtyLots <== qtysLots[i];
    }
    component order = AssertStrictlyIncreasing(positionCount);
    for (var i = 0; i < positionCount; i++) {
        order.ids[i] <== ids[i];
        order.isEmpty[i] <== slots[i].isEmpty;
    }

    // 2. The account is in the ledger and belongs to the pseudonym.
    signal owner <== AssertPseudonym()(secret, scope, pseudonym);
    component account = AssertAccountInLedger(positionCount);
    account.owner <== owner;
    account.salt <== salt;
    for (var i = 0; i < positionCount; i++) {
        account.entries[i] <== slots[i].entry;
    }
    account.accountIndex <== accountIndex;
    account.children <== accountPath;
    account.ledgerRoot <== ledgerRoot;

    // 3. Each slot's row is the table's row of its id.
    signal tableRoot <== TreeCapRoot()(tableCap);
    tableRoot === riskRoot;
    component fields[positionCount];
    component inTable[positionCount];
    for (var i = 0; i < positionCount; i++) {
        inTable[i] = AssertRowInTable();
        inTable[i].elements <== rows[i];
        inTable[i].idBits <== slots[i].idBits;
        inTable[i].children <== rowPaths[i];
        inTable[i].cap <== tableCap;
        fields[i] = RiskRowFields();
        fields[i].elements <== rows[i];
    }

    // 4. Overflow bound G = Σ qty·M < 2^61: bounds every account sum and net below.
    signal gross[positionCount];
    var overflowBoundMicroUsd = 0;
    for (var i = 0; i < positionCount; i++) {
        gross[i] <== slots[i].boundedQtyLots * fields[i].bound;
        overflowBoundMicroUsd += gross[i];
    }
    component grossBound = AssertGrossBound();
    grossBound.overflowBoundMicroUsd <== overflowBoundMicroUsd;

    // 5. Charge per position: H.
    var totalCharge = 0;
    component charges[positionCount];
    for (var i = 0; i < positionCount; i++) {
        charges[i] = PositionCharge();
        charges[i].qtyLots <== slots[i].boundedQtyLots;
        charges[i].neg <== negs[i];
        charges[i].lines <== chargeLinesMicroUsd[i];
        charges[i].longBaseSlope <== fields[i].longBaseSlope;
        charges[i].shortBaseSlope <== fields[i].shortBaseSlope;
        charges[i].longSteps <== fields[i].longSteps;
        charges[i].shortSteps <== fields[i].shortSteps;
        charges[i].longIntercepts <== fields[i].longIntercepts;
        charges[i].shortIntercepts <== fields[i].shortIntercepts;
        totalCharge += charges[i].chargeMicroUsd;
    }

    // 6. Netting sets: runs of neighbours with equal keys.
    component keys[positionCount];
    component runs = NettingRuns(positionCount);
    component strikeTotals = RunTotals(positionCount);
    component expiryTotals = RunTotals(positionCount);
    component underlyingTotals = RunTotals(positionCount);
    for (var i = 0; i < positionCount; i++) {
        keys[i] = RowKeys();
        keys[i].keyWord <== fields[i].keyWord;
        runs.strikes[i] <== keys[i].strike;
        runs.expiries[i] <== keys[i].expiry;
        runs.underlyings[i] <== keys[i].underlying;
        strikeTotals.words[i] <== slots[i].signedQtyLots * fields[i].strikeWord;
        expiryTotals.words[i] <== slots[i].signedQtyLots * fields[i].expiryWord;
        underlyingTotals.words[i] <== slots[i].signedQtyLots * fields[i].underlyingWord;
    }
    strikeTotals.continues <== runs.strikeContinues;
    expiryTotals.continues <== runs.expiryContinues;
    underlyingTotals.continues <== runs.underlyingContinues;

    // 7. Which slots hold options, and of which underlyings.
    component options = OptionSlots(positionCount);
    component aloneMembers = AloneMembers(positionCount, groupCount);
    options.negs <== negs;
    aloneMembers.keys <== aloneKeys;
    for (var i = 0; i < positionCount; i++) {
        options.strikes[i] <== keys[i].strike;
        aloneMembers.underlyings[i] <== keys[i].underlying;
    }
    aloneMembers.isOption <== options.isOption;

    // 8. Charges per set: K and P per strike, B and W per expiry, R and D per underlying. B is asked of sets that
    //    hold more than bought options; W of net vega that is short, and of long too where any option is short; P
    //    where the account holds more than bought options and money.
    component expiryRuns = LiableRuns(positionCount);
    component anyShort = AnyOf(positionCount);
    component more = HoldsMoreThanBoughtOptions(positionCount, groupCount);
    expiryRuns.continues <== runs.expiryContinues;
    expiryRuns.isOption <== options.isOption;
    expiryRuns.isShortOption <== options.isShortOption;
    anyShort.flags <== options.isShortOption;
    more.isOption <== options.isOption;
    more.isShortOption <== options.isShortOption;
    more.members <== aloneMembers.members;
    signal basisMicroUsd[positionCount];
    var longVegaMicroUsd = 0;
    var pinMicroUsd = 0;
    component strikeCharges[positionCount];
    component expiryCharges[positionCount];
    component underlyingCharges[positionCount];
    component concentrationCharges[positionCount];
    for (var i = 0; i < positionCount; i++) {
        strikeCharges[i] = StrikeCharges();
        strikeCharges[i].total <== strikeTotals.totals[i];
        strikeCharges[i].pinNet <== pinNetsMicroUsd[i];
        pinMicroUsd += strikeCharges[i].pin;

        expiryCharges[i] = SetCharges();
        expiryCharges[i].total <== expiryTotals.totals[i];
        expiryCharges[i].nets <== expiryNetsMicroUsd[i];

        underlyingCharges[i] = SetCharges();
        underlyingCharges[i].total <== underlyingTotals.totals[i];
        underlyingCharges[i].nets <== underlyingNetsMicroUsd[i];
        concentrationCharges[i] = ConcentrationCharge();
        concentrationCharges[i].size <== 2 * underlyingCharges[i].gain - underlyingNetsMicroUsd[i][2];
        concentrationCharges[i].intercepts <== fields[i].underlyingIntercepts;

        basisMicroUsd[i] <== expiryRuns.isLiable[i] * expiryCharges[i].loss;
        var shortVegaMicroUsd = expiryCharges[i].gain - expiryNetsMicroUsd[i][2];
        longVegaMicroUsd += expiryCharges[i].gain;
        totalCharge += strikeCharges[i].uncoveredShort + basisMicroUsd[i] + shortVegaMicroUsd
            + concentrationCharges[i].chargeMicroUsd;
    }
    signal hedgingVegaMicroUsd <== anyShort.isAny * longVegaMicroUsd;
    signal pinnedMicroUsd <== more.holdsMore * pinMicroUsd;
    totalCharge += hedgingVegaMicroUsd + pinnedMicroUsd;

    // 9. Who may use this, and for how much.
    signal {maxbit} surplus <== RangeChecked(61)(surplusMicroUsd);
    component contextCheck = AssertContext();
    contextCheck.holder <== holder;
    contextCheck.surplusMicroUsd <== surplus;
    contextCheck.context <== context;

    // 10. Total charge C = H + B + W + K + P + D + surplus.
    component total = TotalCharge();
    total.sumMicroUsd <== totalCharge + surplus;

    // 11. The three lines of the margin rule.
    signal stressProducts[positionCount][STRESS_WORDS()];
    signal tailProducts[positionCount][TAIL_WORDS()];
    component stressLines = AssertStressAndFloor(positionCount, STRESS_WORDS());
    component tailLine = AssertExpectedShortfall(TAIL_WORDS(), 3);
    for (var w = 0; w < STRESS_WORDS(); w++) {
        var sum = 0;
        for (var i = 0; i < positionCount; i++) {
            stressProducts[i][w] <== slots[i].signedQtyLots * fields[i].stressWords[w];
            sum += stressProducts[i][w];
        }
        stressLines.totals[w] <== sum;
    }
    for (var w = 0; w < TAIL_WORDS(); w++) {
        var sum = 0;
        for (var i = 0; i < positionCount; i++) {
            tailProducts[i][w] <== slots[i].signedQtyLots * fields[i].tailWords[w];
            sum += tailProducts[i][w];
        }
        tailLine.totals[w] <== sum;
    }
    stressLines.chargeMicroUsd <== total.chargeMicroUsd;
    for (var i = 0; i < positionCount; i++) {
        stressLines.offsetFloorMicroUsd[i] <== underlyingCharges[i].loss;
    }
    tailLine.chargeMicroUsd <== total.chargeMicroUsd;
    tailLine.shiftMicroUsd <== RangeChecked(62)(tailShiftMicroUsd);

    // 12. Each underlying with options alone in the first stress scenarios.
    component alone[groupCount];
    for (var g = 0; g < groupCount; g++) {
        alone[g] = AssertAlone(positionCount, ALONE_WORDS());
        for (var i = 0; i < positionCount; i++) {
            alone[g].members[i] <== aloneMembers.members[g][i];
            for (var w = 0; w < ALONE_WORDS(); w++) {
                alone[g].products[i][w] <== stressProducts[i][w];
            }
        }
        alone[g].restShiftMicroUsd <== RangeChecked(62)(aloneRestShiftsMicroUsd[g]);
        alone[g].markSlackMicroUsd <== stressLines.markSlackMicroUsd;
        alone[g].chargeMicroUsd <== total.chargeMicroUsd;
    }
}

/// @title AssertGrossBound
/// @notice Constrains G = Σ qty·M to [0, 2^61): with |v| ≤ M in every row it bounds every sum.
/// @input overflowBoundMicroUsd
/// @assumes qty < 2^40 and M < 2^36, so that the sum does not wrap
/// @cost 61 constraints
template AssertGrossBound() {
    signal input overflowBoundMicroUsd;
    _ <== RangeChecked(61)(overflowBoundMicroUsd);
}

/// @title TotalCharge
/// @notice Constrains the total charge C to [0, 2^61).
/// @input sumMicroUsd sum of charges, each of them non-negative and below 2^62
/// @output chargeMicroUsd the same, tagged
/// @cost 61 constraints
template TotalCharge() {
    signal input sumMicroUsd;
    signal output {maxbit} chargeMicroUsd;
    chargeMicroUsd <== RangeChecked(61)(sumMicroUsd);
}
