import { nearest } from '../../core/index.ts';
import type { InspectedBlock, TemplateInspection } from '../../templates/index.ts';
import type { CheckMessage } from '../check.ts';
import { placeOf } from './place.ts';

/** A block of a child is in one of its parents; else nobody ever sees it. */
export function checkBlocks(templates: readonly TemplateInspection[]): readonly CheckMessage[] {
  const byName = new Map(templates.map((template) => [template.name, template]));
  return templates.flatMap((template) => {
    if (!template.isChild) return [];
    const inherited = inheritedBlocks(template, byName);
    if (inherited === undefined) return [];
    const lost = template.blocks.filter(({ name, isNested }) => !isNested && !inherited.has(name));
    return lost.map((block) => unknownBlock(block, template, inherited));
  });
}

/** The names of all parents' blocks; undefined when a parent is known only while rendering. */
function inheritedBlocks(
  child: TemplateInspection,
  byName: ReadonlyMap<string, TemplateInspection>,
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const seen = new Set([child]);
  for (let template = child; template.isChild; ) {
    const parent = byName.get(parentName(template) ?? '');
    // One that extends its namesake in a later directory is not among the templates by name.
    if (parent === undefined || seen.has(parent)) return undefined;
    for (const { name } of parent.blocks) names.add(name);
    seen.add(parent);
    template = parent;
  }
  return names;
}

function parentName({ references }: TemplateInspection): string | undefined {
  return references.find(({ kind }) => kind === 'extends')?.name;
}

function unknownBlock(
  { name, location }: InspectedBlock,
  template: TemplateInspection,
  inherited: ReadonlySet<string>,
): CheckMessage {
  const match = nearest(name, inherited);
  const choices = [...inherited].sort().join(', ') || 'none';
  const question = match === undefined ? '' : `Did you mean "${match}"? `;
  return {
    level: 'error',
    id: 'checks.block.unknown',
    message: `The block "${name}" is never shown: "${parentName(template)}" and its parents have none of that name.`,
    hint: `${question}Their blocks: ${choices}.`,
    place: placeOf(location),
  };
}
