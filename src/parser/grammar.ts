// Over 300 lines: a grammar is one thing, and Chevrotain wants it in one class.
import type { IParserErrorMessageProvider, IToken, TokenType } from 'chevrotain';
import { CstParser, EMPTY_ALT, EOF, NoViableAltException, tokenMatcher } from 'chevrotain';
import { atLabel } from './at-label.ts';
import * as t from './tokens.ts';

/**
 * The grammar and nothing else: the EBNF and the railroad diagram are generated from it. Brackets are balanced before it
 * runs (`balance.ts`), so an error never reaches beyond its statement: recovery goes to that statement's end.
 */
export class ResnetParser extends CstParser {
  constructor(errorMessageProvider: IParserErrorMessageProvider) {
    super(t.allTokens, {
      errorMessageProvider,
      recoveryEnabled: false,
      nodeLocationTracking: 'onlyOffset',
      skipValidations: true,
      maxLookahead: 1,
    });
    this.performSelfAnalysis();
    // Recovery is switched on behind the analysis, which would else work out follow sets that nothing reads.
    Object.assign(this, statementRecovery);
  }

  // Declarations

  module = this.RULE('module', () => {
    this.MANY(() =>
      this.OR({
        DEF: [
          { ALT: () => this.CONSUME(t.Separator) },
          { ALT: () => this.SUBRULE(this.importDeclaration) },
          { ALT: () => this.SUBRULE(this.blockDeclaration) },
          { ALT: () => this.SUBRULE(this.networkDeclaration) },
          { ALT: () => this.SUBRULE(this.strayDeclaration) },
        ],
      }),
    );
  });

  importDeclaration = this.RULE('importDeclaration', () => {
    this.CONSUME(t.Import);
    this.CONSUME(t.LCurly);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.importedName) });
    this.CONSUME(t.RCurly);
    this.CONSUME(t.From);
    this.CONSUME(t.StringLiteral);
    this.SUBRULE(this.end);
  });

  importedName = this.RULE('importedName', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.As);
      this.CONSUME2(t.Identifier);
    });
  });

  blockDeclaration = this.RULE('blockDeclaration', () => {
    this.CONSUME(t.Block);
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.parameters);
    this.SUBRULE(this.body);
  });

  networkDeclaration = this.RULE('networkDeclaration', () => {
    this.CONSUME(t.Network);
    this.CONSUME(t.Identifier);
    this.OPTION(() => this.SUBRULE(this.parameters));
    this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Equals);
          this.SUBRULE(this.invocation);
          this.SUBRULE(this.end);
        },
      },
      { ALT: () => this.SUBRULE(this.body) },
    ]);
  });

  parameters = this.RULE('parameters', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.parameter) });
    this.CONSUME(t.RParen);
  });

  parameter = this.RULE('parameter', () => {
    this.CONSUME(t.Identifier);
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      this.SUBRULE(this.type);
    });
    this.OPTION2(() => {
      this.CONSUME(t.Equals);
      this.SUBRULE(this.expression);
    });
  });

  type = this.RULE('type', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Identifier) }, { ALT: () => this.CONSUME(t.Block) }]);
    this.MANY(() => this.SUBRULE(this.listLength));
  });

  listLength = this.RULE('listLength', () => {
    this.CONSUME(t.LSquare);
    this.OPTION(() => this.CONSUME(t.Integer));
    this.CONSUME(t.RSquare);
  });

  /** Nothing may follow a declaration on its line. */
  end = this.RULE('end', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Separator) }, { ALT: () => this.CONSUME(EOF) }]);
  });

  /** What cannot begin a declaration: an error, whatever follows on its line. */
  strayDeclaration = this.RULE('strayDeclaration', () => {
    const first = this.LA(1);
    this.OR([
      { ALT: () => this.CONSUME(t.Word) },
      { ALT: () => this.CONSUME(t.Stray) },
      { ALT: () => this.SUBRULE(this.body) },
    ]);
    this.ACTION(() => this.refuse(first, 'a declaration'));
  });

  // Statements

  body = this.RULE('body', () => {
    this.CONSUME(t.LCurly);
    this.MANY(() =>
      this.OR({
        DEF: [
          { ALT: () => this.CONSUME(t.Separator) },
          { ALT: () => this.SUBRULE(this.statement) },
          { ALT: () => this.SUBRULE(this.strayStatement) },
        ],
      }),
    );
    this.CONSUME(t.RCurly);
  });

  statement = this.RULE('statement', () => {
    this.OPTION({ GATE: () => this.atLabel(), DEF: () => this.SUBRULE(this.label) });
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.inputStatement) },
        { ALT: () => this.SUBRULE(this.partStatement) },
        { ALT: () => this.SUBRULE(this.stageStatement) },
        { ALT: () => this.SUBRULE(this.repeatStatement) },
        { ALT: () => this.SUBRULE(this.residualStatement) },
        { ALT: () => this.SUBRULE(this.gateStatement) },
        { ALT: () => this.SUBRULE(this.branchesStatement) },
        { ALT: () => this.SUBRULE(this.fromStatement) },
        { ALT: () => this.SUBRULE(this.letStatement) },
        { ALT: () => this.SUBRULE(this.defaultsStatement) },
        { ALT: () => this.SUBRULE(this.ifStatement) },
        { ALT: () => this.SUBRULE(this.body) },
        { GATE: () => this.LA(2).tokenType === t.LParen, ALT: () => this.SUBRULE(this.invocation) },
        { ALT: () => this.SUBRULE(this.operatorStatement) },
      ],
    });
    this.OR2({
      DEF: [
        { ALT: () => this.CONSUME(t.Separator) },
        { GATE: () => this.atStatementEnd(), ALT: EMPTY_ALT() },
      ],
      ERR_MSG: '`,` or the end of the line',
    });
  });

  /** What cannot begin a statement. */
  strayStatement = this.RULE('strayStatement', () => {
    const first = this.CONSUME(t.Stray);
    this.ACTION(() => this.refuse(first, 'a statement'));
  });

  label = this.RULE('label', () => {
    this.AT_LEAST_ONE(() =>
      this.OR([
        { ALT: () => this.CONSUME(t.Word) },
        { ALT: () => this.CONSUME(t.Integer) },
        { ALT: () => this.SUBRULE(this.hole) },
      ]),
    );
    this.CONSUME(t.Colon);
  });

  hole = this.RULE('hole', () => {
    this.CONSUME(t.LCurly);
    this.SUBRULE(this.expression);
    this.CONSUME(t.RCurly);
  });

  inputStatement = this.RULE('inputStatement', () => {
    this.CONSUME(t.Input);
    this.SUBRULE(this.expression);
  });

  partStatement = this.RULE('partStatement', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Stem) }, { ALT: () => this.CONSUME(t.Head) }]);
    this.SUBRULE(this.body);
  });

  stageStatement = this.RULE('stageStatement', () => {
    this.CONSUME(t.Stage);
    this.SUBRULE(this.expression); // 3 x bottleneck(64)
    this.MANY(() => {
      this.CONSUME(t.Comma);
      this.SUBRULE(this.stageOption);
    });
  });

  stageOption = this.RULE('stageOption', () => {
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.On);
      this.CONSUME2(t.Identifier);
    });
  });

  repeatStatement = this.RULE('repeatStatement', () => {
    this.CONSUME(t.Repeat);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.In);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.body);
  });

  residualStatement = this.RULE('residualStatement', () => {
    this.CONSUME(t.Residual);
    this.SUBRULE(this.body);
    this.OPTION(() => this.SUBRULE(this.shortcut));
  });

  shortcut = this.RULE('shortcut', () => {
    this.CONSUME(t.ShortcutKeyword);
    this.OPTION(() =>
      this.OR([
        {
          ALT: () => {
            this.CONSUME(t.LParen);
            this.SUBRULE(this.expression);
            this.CONSUME(t.RParen);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.Identifier);
            this.OPTION2(() => this.CONSUME2(t.Identifier));
          },
        },
      ]),
    );
    this.OPTION3(() => this.SUBRULE(this.body));
    this.OPTION4(() => {
      this.CONSUME(t.As);
      this.SUBRULE(this.labelWords);
    });
  });

  labelWords = this.RULE('labelWords', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Word) }, { ALT: () => this.CONSUME(t.Integer) }]);
  });

  gateStatement = this.RULE('gateStatement', () => {
    this.CONSUME(t.Gate);
    this.SUBRULE(this.body);
  });

  branchesStatement = this.RULE('branchesStatement', () => {
    this.CONSUME(t.Branches);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.LCurly);
    this.MANY(() =>
      this.OR({
        DEF: [{ ALT: () => this.CONSUME(t.Separator) }, { ALT: () => this.SUBRULE(this.branch) }],
      }),
    );
    this.CONSUME(t.RCurly);
  });

  branch = this.RULE('branch', () => {
    this.OPTION({ GATE: () => this.atLabel(), DEF: () => this.SUBRULE(this.label) });
    this.CONSUME(t.Path);
    this.SUBRULE(this.body);
  });

  fromStatement = this.RULE('fromStatement', () => {
    this.CONSUME(t.From);
    this.SUBRULE(this.labelWords);
  });

  letStatement = this.RULE('letStatement', () => {
    this.CONSUME(t.Let);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Equals);
    this.SUBRULE(this.expression);
  });

  defaultsStatement = this.RULE('defaultsStatement', () => {
    this.CONSUME(t.Defaults);
    this.CONSUME(t.Identifier);
    this.CONSUME(t.Colon);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
  });

  ifStatement = this.RULE('ifStatement', () => {
    this.CONSUME(t.If);
    this.SUBRULE(this.expression);
    this.SUBRULE(this.body);
    this.OPTION(() => {
      this.CONSUME(t.Else);
      this.OR([{ ALT: () => this.SUBRULE(this.ifStatement) }, { ALT: () => this.SUBRULE2(this.body) }]);
    });
  });

  operatorStatement = this.RULE('operatorStatement', () => {
    this.CONSUME(t.Identifier);
    this.OPTION({
      GATE: () => !this.atStatementEnd(),
      DEF: () => this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) }),
    });
  });

  argument = this.RULE('argument', () => {
    this.OPTION({ GATE: () => this.atNamedArgument(), DEF: () => this.CONSUME(t.Identifier) });
    this.SUBRULE(this.expression);
  });

  invocation = this.RULE('invocation', () => {
    this.CONSUME(t.Identifier);
    this.SUBRULE(this.callArguments);
  });

  callArguments = this.RULE('callArguments', () => {
    this.CONSUME(t.LParen);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.callArgument) });
    this.CONSUME(t.RParen);
  });

  callArgument = this.RULE('callArgument', () => {
    this.OPTION({
      GATE: () => this.LA(2).tokenType === t.Equals,
      DEF: () => {
        this.CONSUME(t.Identifier);
        this.CONSUME(t.Equals);
      },
    });
    this.SUBRULE(this.expression);
  });

  // Expressions: operands and operators in a row; `build-expression.ts` knows how strongly they bind. The paper's × binds
  // least of all and makes extents: `7x7`, `3 x 224 x 224`.

  expression = this.RULE('expression', () => {
    this.SUBRULE(this.operand);
    this.MANY(() => {
      this.CONSUME(t.BinaryOperatorToken);
      this.SUBRULE2(this.operand);
    });
  });

  operand = this.RULE('operand', () => {
    this.MANY(() => this.OR([{ ALT: () => this.CONSUME(t.Minus) }, { ALT: () => this.CONSUME(t.Not) }]));
    this.OR2([
      { ALT: () => this.CONSUME(t.Integer) },
      { ALT: () => this.CONSUME(t.Float) },
      { ALT: () => this.CONSUME(t.StringLiteral) },
      { ALT: () => this.CONSUME(t.True) },
      { ALT: () => this.CONSUME(t.False) },
      { ALT: () => this.SUBRULE(this.reference) },
      { ALT: () => this.SUBRULE(this.tuple) },
      { ALT: () => this.SUBRULE(this.list) },
    ]);
    this.MANY2(() => {
      this.CONSUME(t.LSquare);
      this.SUBRULE(this.expression);
      this.CONSUME(t.RSquare);
    });
  });

  /** `width`, `in.channels`, `max(a, b)`, `bottleneck(groups = 32)` */
  reference = this.RULE('reference', () => {
    this.OR([{ ALT: () => this.CONSUME(t.Identifier) }, { ALT: () => this.CONSUME(t.In) }]);
    this.OPTION(() =>
      this.OR2([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            this.CONSUME(t.Word);
          },
        },
        { ALT: () => this.SUBRULE(this.callArguments) },
      ]),
    );
  });

  tuple = this.RULE('tuple', () => {
    this.CONSUME(t.LParen);
    this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RParen);
  });

  list = this.RULE('list', () => {
    this.CONSUME(t.LSquare);
    this.MANY_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.expression) });
    this.CONSUME(t.RSquare);
  });

  // What more than one token must decide

  private atLabel(): boolean {
    return atLabel((ahead) => this.LA(1 + ahead));
  }

  /** `stride 2`: a word with an operand behind it, but not `not a`. `pad (1, 1)` looks like a call and is told apart when it is looked up. */
  private atNamedArgument(): boolean {
    const next = this.LA(1);
    return tokenMatcher(next, t.Word) && next.tokenType !== t.Not && operandStarts.has(this.LA(2).tokenType);
  }

  /** Ends the rule with an error at a token, from which the recovery goes on. */
  private refuse(token: IToken, expected: string): never {
    const { SAVE_ERROR } = this as unknown as { SAVE_ERROR(error: Error): Error };
    throw SAVE_ERROR.call(this, new NoViableAltException(expected, token, token));
  }

  private atStatementEnd(): boolean {
    const next = this.LA(1);
    return tokenMatcher(next, t.Separator) || next.tokenType === t.RCurly || next.tokenType === EOF;
  }
}

const operandStarts: ReadonlySet<TokenType> = new Set([
  ...[t.Identifier, t.Integer, t.BadNumber, t.Float, t.StringLiteral, t.OpenString],
  ...[t.True, t.False, t.Not, t.In],
]);

/** Rules that stand for a whole statement: an error inside one skips to its end, over any braces on the way. */
const recoveringRules = new Set([
  'statement',
  'strayStatement',
  'strayDeclaration',
  'branch',
  'importDeclaration',
  'blockDeclaration',
  'networkDeclaration',
]);

/** With this many errors the rest of the file is left unread: each error costs the parser far more than a line does. */
const mostErrors = 500;

interface RecoveryState {
  readonly _errors: readonly unknown[];
  readonly tokVector: readonly IToken[];
  readonly currIdx: number;
  readonly RULE_STACK_IDX: number;
  /** For each rule that is being read, the index of the token before it. */
  starts: number[];
  LA(ahead: number): IToken;
  SKIP_TOKEN(): IToken;
  getCurrRuleFullName(): string;
}

interface RuleInvocation {
  ruleInvocationStateUpdate(this: RecoveryState, shortName: number, fullName: string, place: number): void;
}

/** How many braces the rule that recovers has opened and not closed, as that of a label's hole. */
function bracesOpen({ tokVector, currIdx, starts, RULE_STACK_IDX }: RecoveryState): number {
  let depth = 0;
  for (let index = starts[RULE_STACK_IDX]! + 1; index <= currIdx; index++) {
    if (tokVector[index]!.tokenType === t.LCurly) depth++;
    else if (tokVector[index]!.tokenType === t.RCurly) depth--;
  }
  return Math.max(0, depth);
}

/** Replaces Chevrotain's general recovery, which knows nothing of lines, by the one above. */
const statementRecovery = {
  recoveryEnabled: true,
  starts: [] as number[],
  ruleInvocationStateUpdate(this: RecoveryState, shortName: number, fullName: string, place: number): void {
    const { ruleInvocationStateUpdate } = CstParser.prototype as unknown as RuleInvocation;
    ruleInvocationStateUpdate.call(this, shortName, fullName, place);
    this.starts[this.RULE_STACK_IDX] = this.currIdx;
  },
  attemptInRepetitionRecovery(): void {},
  canRecoverWithSingleTokenInsertion: () => false,
  canRecoverWithSingleTokenDeletion: () => false,
  findReSyncTokenType: (): TokenType => t.Separator,
  isInCurrentRuleReSyncSet(this: RecoveryState): boolean {
    return recoveringRules.has(this.getCurrRuleFullName());
  },
  reSyncTo(this: RecoveryState): IToken[] {
    const skipped: IToken[] = [];
    const givesUp = this._errors.length > mostErrors;
    let depth = bracesOpen(this);
    for (;;) {
      const next = this.LA(1);
      const type = next.tokenType;
      const ends = tokenMatcher(next, t.Separator) || type === t.RCurly;
      if (type === EOF || (depth === 0 && ends && !givesUp)) return skipped;
      if (type === t.LCurly) depth++;
      if (type === t.RCurly && depth > 0) depth--;
      skipped.push(this.SKIP_TOKEN());
    }
  },
};
