pragma circom 2.2.3;

template Undeclared() {
    signal input x;
    x === y;
}

component main { public [x] } = Undeclared();
