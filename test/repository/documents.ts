/** The project's Markdown files, and what they print: shell commands, code spans, links and headings. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

export const documents: readonly string[] = globSync('**/*.md', {
  cwd: root,
  exclude: (name) => ['node_modules', '.git', 'dist', 'data', 'coverage'].includes(name),
}).toSorted()

export function textOf(document: string): string {
  return readFileSync(join(root, document), 'utf8')
}

/** The lines of its shell blocks, with `\` at their ends joined. */
export function commandsIn(document: string): readonly string[] {
  // A block in a list is indented.
  const blocks = [...textOf(document).matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)]
  return blocks
    .filter(([, , language = '', body = '']) => isShell(language, body))
    .flatMap(([, , , body = '']) => body.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
}

function isShell(language: string, body: string): boolean {
  return ['sh', 'bash', 'shell'].includes(language) || /^(npx |npm |taxiway |\$ )/.test(body)
}

/** Code spans outside blocks. */
export function spansIn(document: string): readonly string[] {
  const prose = textOf(document).replace(/^( *)```[\s\S]*?^\1```$/gm, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
}

export function linksIn(document: string): readonly string[] {
  const prose = textOf(document)
    .replace(/^( *)```[\s\S]*?^\1```$/gm, '')
    .replace(/`[^`\n]+`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
}

/** The anchors that a forge gives its headings. */
export function anchorsOf(document: string): ReadonlySet<string> {
  const prose = textOf(document).replace(/^( *)```[\s\S]*?^\1```$/gm, '')
  const seen = new Map<string, number>()
  const anchors = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  })
  return new Set(anchors)
}
