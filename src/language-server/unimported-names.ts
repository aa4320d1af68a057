import { importEdit } from '../linking/library-names.ts';
import type { Entity, LinkedModule } from '../linking/program.ts';
import { exportsOf, libraryModules } from './library-modules.ts';
import { rangeOf } from './places.ts';
import type { Proposal } from './proposals.ts';
import type { Typing } from './typing.ts';

/** What the library has and the file does not know by that name. */
export function unimported(root: LinkedModule, kind: Entity['kind']) {
  return [...libraryModules()].flatMap(([path, linked]) =>
    exportsOf(linked)
      .filter((entity) => entity.kind === kind && root.file.name !== path)
      .filter(({ declaration: { name } }) => !root.names.has(name.text) && !root.missing.has(name.text))
      .map((entity) => ({ entity, path })),
  );
}

/** The import that comes with a name of the library. */
export function importing(
  { root, ...text }: Typing,
  { declaration }: Entity,
  path: string,
): Pick<Proposal, 'additionalTextEdits' | 'labelDetails'> {
  const { span, text: newText } = importEdit(root.module, declaration.name.text, path);
  return {
    labelDetails: { description: path },
    additionalTextEdits: [{ range: rangeOf(text, span), newText }],
  };
}
