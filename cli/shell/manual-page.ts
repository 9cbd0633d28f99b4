/** Manual pages in the man(7) macros: one for the program and one for each of its commands. */
import { type CommandNode, flattened, type OptionNode } from './command-tree.ts'

/** Such as `taxiway-devices`, for the command and all below it. */
export function pageName({ place }: CommandNode): string {
  return ['taxiway', ...place.split(' ').filter(Boolean)].join('-')
}

/** `root` is the whole program; `node` it or one of its commands. `version` and `date` stand at the foot. */
export function manualPage(root: CommandNode, node: CommandNode, version: string): string {
  const title = pageName(node)
  return [
    `.TH ${title.toUpperCase()} 1 "" "Taxiway ${version}" "Taxiway"`,
    '.SH NAME',
    `${title.replaceAll('-', String.raw`\-`)} ${String.raw`\-`} ${escaped(node.summary)}`,
    ...(node === root ? ofProgram(root) : flattened(node).flatMap(ofCommand)),
    ...(node === root ? [] : ['.SH OPTIONS OF EVERY COMMAND', ...root.options.flatMap(option)]),
    ...foot(root, node),
    '',
  ].join('\n')
}

function ofProgram(root: CommandNode): readonly string[] {
  return [
    '.SH SYNOPSIS',
    `.B taxiway`,
    escaped(root.usage),
    '.SH DESCRIPTION',
    ...paragraphs(root.description),
    '.SH COMMANDS',
    ...root.commands.flatMap((each) => ['.TP', `.B ${escaped(each.name)}`, escaped(each.summary)]),
    '.SH OPTIONS',
    ...root.options.flatMap(option),
    ...ofExamples(root),
  ]
}

function ofCommand(node: CommandNode): readonly string[] {
  return [
    `.SH ${escaped(`taxiway ${node.place}`)}`,
    `.B ${escaped(`taxiway ${node.place}`)}`,
    escaped(node.usage),
    '.PP',
    ...paragraphs(node.description),
    ...node.commands.flatMap((each) => ['.TP', `.B ${escaped(each.name)}`, escaped(each.summary)]),
    ...node.options.flatMap(option),
    ...ofExamples(node),
  ]
}

function option({ flags, description, choices }: OptionNode): readonly string[] {
  const values = choices.length === 0 ? '' : `; one of ${choices.join(', ')}`
  return ['.TP', `.B ${escaped(flags)}`, escaped(`${description}${values}`)]
}

/** As the help shows them, in a fixed width. */
function ofExamples({ examples }: CommandNode): readonly string[] {
  if (examples === '') return []
  return ['.PP', '.nf', ...examples.split('\n').map(escaped), '.fi']
}

function foot(root: CommandNode, node: CommandNode): readonly string[] {
  const others = root.commands
    .filter(({ name }) => name !== 'help')
    .map((each) => `${pageName(each)}(1)`)
  const pages = node === root ? others : ['taxiway(1)']
  return [
    '.SH EXIT STATUS',
    '0 success; 1 wrong usage, or a file or server that cannot be used; 2 findings, or some rows failed;',
    '3 not signed in, or not permitted; 4 throttled, timed out or interrupted, so run it again; 5 several devices match.',
    '.SH SEE ALSO',
    escaped(pages.join(', ')),
  ]
}

function paragraphs(text: string): readonly string[] {
  return text.split('\n').map(escaped)
}

/**
 * A backslash and a hyphen have meanings, and so have a full stop and an apostrophe that begin a line. What is not
 * ASCII is written as its code point, which every groff knows.
 */
function escaped(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/^(\s*)([.'])/, String.raw`$1\&$2`)
    .replaceAll(/[^\x20-\x7e]/gu, (sign) => `\\[u${codeOf(sign)}]`)
}

function codeOf(sign: string): string {
  return (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
