import { isAttribute, stringLiteral } from '../../emission/python.ts';
import type { Code } from '../../emission/python-layout.ts';
import { call, prefixed } from '../../emission/python-layout.ts';
import type { LabelTemplate } from '../../ir/outline.ts';
import { fstring, isHostile, plain } from './label-code.ts';
import { moduleAttributes } from './module-attributes.ts';
import { OperatorScope } from './operator-scope.ts';
import type { SymbolicShape } from './operator-shape.ts';
import { line } from './statements.ts';
import type { Place } from './written-class.ts';
import { self, unknownShape } from './written-class.ts';

/** Gives modules their place: an attribute, or a name in a container, so that the paths of tensors are those of the spec. */
export abstract class ModuleRegistry extends OperatorScope {
  protected readonly containers = new Set<string>();

  protected register(
    place: Place,
    label: LabelTemplate | undefined,
    hint: string,
    module: Code,
    owns: boolean,
    type?: string,
  ): string {
    if (owns) this.owns = true;
    const text = plain(label);
    if (label === undefined || (!owns && (text === undefined || !isAttribute(text) || place !== self))) {
      const attribute = this.attributes.fresh(hint);
      this.init.push(line(prefixed(`self.${attribute} = `, module)));
      return `self.${attribute}`;
    }
    if (text !== undefined && isHostile(text)) {
      this.support.add('attach').add('child');
      this.init.push(line(call('attach', [place.container, stringLiteral(text), module])));
      return `child(self, ${this.pathCode(place, label)})`;
    }
    if (place.direct === 'self' && text !== undefined && isAttribute(text)) {
      const times = (this.assigned.get(text) ?? 0) + 1;
      this.assigned.set(text, times);
      const declared = type ?? (times === 1 && (this.repeated.get(text) ?? 0) > 1 ? 'nn.Module' : undefined);
      this.init.push(
        line(prefixed(`self.${text}${declared === undefined ? '' : `: ${declared}`} = `, module)),
      );
      return `self.${text}`;
    }
    const key = this.labelCode(label, undefined);
    this.init.push(line(call(`${place.container}.add_module`, [key, module])));
    if (place.direct !== undefined && place.direct !== 'self') return `${place.direct}[${key}]`;
    if (place.path.some((each) => isHostile(plain(each)))) {
      this.support.add('attach').add('child');
      return `child(self, ${this.pathCode(place, label)})`;
    }
    return `self.get_submodule(${this.pathCode(place, label)})`;
  }

  /** A dictionary of modules below a label. */
  protected container(place: Place, label: LabelTemplate): Place {
    const text = plain(label);
    const path = [...place.path, label];
    if (place.direct === 'self' && text !== undefined && isAttribute(text) && !moduleAttributes.has(text)) {
      if (!this.containers.has(text)) this.init.push(line(`self.${text} = nn.ModuleDict()`));
      this.containers.add(text);
      return { container: `self.${text}`, direct: `self.${text}`, path };
    }
    const name = this.initNames.fresh(text !== undefined && isAttribute(text) ? text : 'block');
    this.init.push(line(`${name} = nn.ModuleDict()`));
    this.register(place, label, 'block', name, true);
    return { container: name, direct: undefined, path };
  }

  protected entryLabel(label: LabelTemplate, shape: SymbolicShape) {
    const template = label.map((part) => (typeof part === 'string' ? part : this.settled(part, shape)));
    const settled = template.map((part) =>
      typeof part !== 'string' && part.kind === 'constant' ? String(part.value) : part,
    );
    const merged = settled.every((part) => typeof part === 'string') ? [settled.join('')] : settled;
    return { template: merged, code: this.labelCode(merged, shape) };
  }

  /** `"conv1"`, `str(i)`, `f"denselayer{i + 1}"`. */
  protected labelCode(label: LabelTemplate, shape: SymbolicShape | undefined): string {
    const parts = label.map((part) =>
      typeof part === 'string' ? part : this.settled(part, shape ?? unknownShape),
    );
    return fstring(parts.map((part) => (typeof part === 'string' ? part : { code: this.code(part) })));
  }

  protected pathCode(place: Place, label: LabelTemplate): string {
    const parts: (string | { code: string })[] = [];
    for (const each of [...place.path, label]) {
      if (parts.length > 0) parts.push('.');
      for (const part of each)
        parts.push(typeof part === 'string' ? part : { code: this.forwardCode(part, 'x') });
    }
    return fstring(parts);
  }
}
