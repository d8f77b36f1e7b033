pragma circom 2.2.3;

include "lib/nothing.circom";

template Nothing() {
    signal input x;
}

component main { public [x] } = Nothing();
