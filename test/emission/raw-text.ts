import ts from 'typescript';

/*
 * Finds text of users that reaches an output by no escaper. Text begins in the properties of `origins`, and goes on into what is assigned
 * from them: variables, parameters of functions, properties of records. Wherever it stands, it must be inside the argument of a
 * function of src/emission or of JSON.stringify, be compared, or be handed on under a name that is then followed too. Anything else
 * (a hole of a template literal, a sum, a property of a view, the argument of a library) is a finding.
 */

export interface RawText {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/** `origins` are properties of interfaces and types: `Graph.documentation`. */
export function findRawText(
  program: ts.Program,
  isEmitter: (file: string) => boolean,
  isEscaper: (file: string) => boolean,
  origins: ReadonlySet<string>,
): readonly RawText[] {
  const checker = program.getTypeChecker();
  const emitters = program.getSourceFiles().filter(({ fileName }) => isEmitter(fileName));
  const followed = new Set<ts.Symbol>();
  for (const file of program.getSourceFiles()) if (!file.isDeclarationFile) collectOrigins(file);
  let found: Map<ts.Node, RawText>;
  // Until no name is found that holds text and was not followed yet.
  for (let known = -1; known < followed.size; ) {
    known = followed.size;
    found = new Map();
    for (const file of emitters) visit(file);
  }
  return [...found!.values()];

  function collectOrigins(file: ts.SourceFile): void {
    const inside = (owner: string, node: ts.Node): void => {
      if (ts.isPropertySignature(node) && origins.has(`${owner}.${node.name.getText()}`)) follow(node.name);
      ts.forEachChild(node, (child) => inside(owner, child));
    };
    for (const statement of file.statements)
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
        inside(statement.name.text, statement);
  }

  function follow(name: ts.Node): void {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol !== undefined) followed.add(symbol);
  }

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && holdsText(node)) place(called(node));
    ts.forEachChild(node, visit);
  }

  function holdsText(node: ts.Identifier): boolean {
    const { parent } = node;
    if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node) {
      const property = propertyOf(checker.getTypeAtLocation(parent.parent), node.text);
      if (property === undefined || !followed.has(property)) return false;
      if (ts.isIdentifier(parent.name)) follow(parent.name);
      return false;
    }
    if (ts.isShorthandPropertyAssignment(parent)) {
      const value = checker.getShorthandAssignmentValueSymbol(parent);
      return value !== undefined && followed.has(value);
    }
    const symbol = checker.getSymbolAtLocation(node);
    return symbol !== undefined && followed.has(symbol) && !isDeclaration(node) && mayBeText(called(node));
  }

  /** The call, where the name is what is called: its result is text then. */
  function called(node: ts.Identifier): ts.Node {
    const whole =
      ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
    return ts.isCallExpression(whole.parent) && whole.parent.expression === whole ? whole.parent : node;
  }

  function propertyOf(type: ts.Type, name: string): ts.Symbol | undefined {
    const members = type.isUnion() ? type.types : [type];
    return members
      .map((member) => member.getProperty(name))
      .find((each) => each !== undefined && followed.has(each));
  }

  /** A number is no text, nor is one of a few known words. */
  function mayBeText(node: ts.Node): boolean {
    const type = checker.getTypeAtLocation(node);
    const members = type.isUnion() ? type.types : [type];
    return members.some(
      (member) => (member.flags & ts.TypeFlags.String) !== 0 || checker.isArrayLikeType(member),
    );
  }

  /** Climbs from text to where it goes. */
  function place(node: ts.Node): void {
    let child: ts.Node = node;
    let at = node.parent;
    const climb = (to: ts.Node = at): void => {
      child = to;
      at = to.parent;
    };
    while (!ts.isSourceFile(at)) {
      if (ts.isCallExpression(at) && at.expression === child) {
        if (handsOn(at)) return;
        climb();
      } else if (ts.isCallExpression(at)) {
        if (escapes(at) || insideEscaper(at) || /^(Number|BigInt)$/.test(at.expression.getText())) return;
        if (at.expression.getText() === 'String') climb();
        else return argument(node, at, child);
      } else if (ts.isTemplateSpan(at) || (ts.isBinaryExpression(at) && at.operatorToken.kind === plus))
        return insideEscaper(at) ? undefined : report(node, at);
      else if (isQuestion(at, child)) return;
      else if (ts.isVariableDeclaration(at)) return followName(at.name);
      else if (ts.isPropertyAssignment(at) || ts.isShorthandPropertyAssignment(at)) return property(node, at);
      else if (
        ts.isPropertyAccessExpression(at) &&
        at.expression === child &&
        !mayBeText(at) &&
        !isMethod(at)
      )
        return;
      else if (ts.isReturnStatement(at)) climb(enclosing(at));
      else if (ts.isArrowFunction(at) && ts.isCallExpression(at.parent)) climb(at.parent);
      else if (ts.isFunctionDeclaration(at)) return at.name && follow(at.name);
      else climb();
      if (ts.isFunctionDeclaration(child)) return child.name && follow(child.name);
      if (ts.isArrowFunction(child) && ts.isCallExpression(at)) climb(at);
    }
  }

  /** `text.map(escape)` escapes; in `text.map((line) => …)` it goes on as `line`, and what comes of that is what the arrow returns. */
  function handsOn(call: ts.CallExpression): boolean {
    const [first] = call.arguments;
    if (!ts.isPropertyAccessExpression(call.expression) || first === undefined) return false;
    if (ts.isArrowFunction(first)) {
      const [parameter] = first.parameters;
      if (parameter !== undefined) followName(parameter.name);
      return /^(map|flatMap|forEach)$/.test(call.expression.name.text);
    }
    const declaration = checker.getTypeAtLocation(first).getCallSignatures()[0]?.declaration;
    return declaration !== undefined && isEscaper(declaration.getSourceFile().fileName);
  }

  /** A parameter of an emitter's function is followed; a library is an output, but for a map's key or value and a regular expression. */
  function argument(node: ts.Node, call: ts.CallExpression, child: ts.Node): void {
    const declaration = checker.getResolvedSignature(call)?.declaration;
    const parameter = declaration?.parameters[call.arguments.indexOf(child as ts.Expression)];
    if (parameter !== undefined && ts.isParameter(parameter) && isEmitter(parameter.getSourceFile().fileName))
      return followName(parameter.name);
    if (!/^(test|has|get|includes|startsWith)$/.test(lastName(call.expression))) report(node, call);
  }

  function followName(name: ts.BindingName): void {
    if (ts.isIdentifier(name)) follow(name);
    else for (const element of name.elements) if (ts.isBindingElement(element)) followName(element.name);
  }

  /** A property that a type declares is followed; one of a view, which no type describes, is an output. */
  function property(node: ts.Node, assignment: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): void {
    const literal = assignment.parent;
    const declared = checker.getContextualType(literal)?.getProperty(assignment.name.getText());
    const declaration = declared?.declarations?.[0];
    if (
      declared === undefined ||
      declaration === undefined ||
      !/\/src\//.test(declaration.getSourceFile().fileName)
    )
      return report(node, assignment);
    const owner = declaration.parent;
    // What stands in a file, and the views that templates show: those whose type has no name, or one that a template is given.
    const isNamed = ts.isInterfaceDeclaration(owner) || ts.isTypeAliasDeclaration(owner.parent);
    const isUnion = !isNamed && ts.findAncestor(owner, ts.isTypeAliasDeclaration) !== undefined;
    if ((!isNamed && !isUnion) || (ts.isInterfaceDeclaration(owner) && outputs.has(owner.name.text)))
      return report(node, assignment);
    followed.add(declared);
  }

  function insideEscaper(node: ts.Node): boolean {
    for (let at = node; !ts.isSourceFile(at); at = at.parent)
      if (ts.isCallExpression(at.parent) && at.parent.expression !== at && escapes(at.parent)) return true;
    return false;
  }

  function escapes(call: ts.CallExpression): boolean {
    if (call.expression.getText() === 'JSON.stringify') return true;
    const declaration = checker.getResolvedSignature(call)?.declaration;
    return declaration !== undefined && isEscaper(declaration.getSourceFile().fileName);
  }

  function report(node: ts.Node, at: ts.Node): void {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.set(node, { file: file.fileName, line: line + 1, code: at.getText().slice(0, 120) });
  }
}

/** A condition or comparison asks about text and hands nothing on. */
function isQuestion(at: ts.Node, child: ts.Node): boolean {
  if (ts.isBinaryExpression(at)) return comparisons.has(at.operatorToken.kind);
  if (ts.isConditionalExpression(at)) return at.condition === child;
  return (
    ts.isTypeOfExpression(at) ||
    ts.isPrefixUnaryExpression(at) ||
    ts.isIfStatement(at) ||
    ts.isExpressionStatement(at)
  );
}

const isMethod = (at: ts.PropertyAccessExpression): boolean =>
  ts.isCallExpression(at.parent) && at.parent.expression === at;

const lastName = (expression: ts.Expression): string =>
  ts.isPropertyAccessExpression(expression) ? expression.name.text : expression.getText();

function enclosing(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

function isDeclaration(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ((ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent)) &&
      parent.name === node) ||
    ts.isPropertySignature(parent) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    ts.isImportSpecifier(parent)
  );
}

/** Interfaces whose texts are outputs: files, and views that are given to templates as they are. */
const outputs: ReadonlySet<string> = new Set(['OutputFile', 'TrainingView']);

const plus = ts.SyntaxKind.PlusToken;

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
