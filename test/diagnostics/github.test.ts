import { expect, test } from 'vitest';
import { renderGithub } from '../../src/diagnostics/render/index.ts';
import { diagnostic, file } from './sample.ts';

// docs.github.com, workflow commands: `::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::message`.
test('columns are said where the place is on one line, a line each, and help where there is one', () => {
  const files = file('net.resnet', 'one\ntwo\n');
  const inside = diagnostic({ span: { start: 5, end: 7 }, help: 'do it' });
  const across = diagnostic({ severity: 'warning', span: { start: 1, end: 5 } });
  expect(renderGithub([inside, across], files)).toBe(
    '::error file=net.resnet,line=2,endLine=2,col=2,endColumn=4,title=syntax/declaration::a message%0Ahelp: do it\n' +
      '::warning file=net.resnet,line=1,endLine=2,title=syntax/declaration::a message\n',
  );
});
