/** Names of parameters and `let`s: some are arguments of operators, some are kept by other languages; none is a flag's or a choice's. */
export const variableNames = [
  ...[
    'width',
    'stride',
    'n',
    'k',
    'groups',
    'kernel',
    'filters',
    'ratio',
    'depth',
    'y',
    'z',
    'self',
    'lambda',
    'input_shape',
  ],
  ...['tf', 'torch', 'constructor', 'channels', 'eps', 'X1', '_', 'weights', 'nn', 'shape'],
];
