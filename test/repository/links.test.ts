/** Every link in a Markdown file leads somewhere, and every command that is named in passing exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { clientCommands } from '../../cli/commands.ts'
import { wholeProgram } from '../../cli/program.ts'
import { serverCommands } from '../../cli-server/commands.ts'
import { anchorsOf, documents, linksIn, root, spansIn } from './documents.ts'

const isOutside = (link: string) => /^[a-z]+:/.test(link)

test.each(documents)('%s links to what is there', (document) => {
  const dead = linksIn(document).filter((link) => !isOutside(link) && !leads(document, link))
  expect(dead).toEqual([])
})

test('the decisions are numbered without a gap, in their names and their titles', () => {
  const names = readdirSync(join(root, 'docs/decisions'))
  const titles = names.map((name) => readFileSync(join(root, 'docs/decisions', name), 'utf8'))
  const wanted = names.map((_, at) => at + 1)
  expect(names.map((name) => Number(name.slice(0, 4)))).toEqual(wanted)
  expect(titles.map((text) => Number(/^# (\d+)\. /.exec(text)?.[1]))).toEqual(wanted)
})

test('every npm script that a page names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const named = everySpan().flatMap((span) => /^npm (?:run )?([\w-]+)/.exec(span)?.[1] ?? [])
  expect(named.length).toBeGreaterThan(5)
  const npmOwn = ['install', 'ci', 'pack', 'audit', 'publish']
  expect(named.filter((name) => !(name in scripts) && !npmOwn.includes(name))).toEqual([])
})

test('every command is on the page about the command line', () => {
  const page = readFileSync(join(root, 'docs/command-line.md'), 'utf8')
  const names = [...clientCommands, ...serverCommands].map(({ name }) => name)
  expect(names.length).toBeGreaterThan(30)
  expect(names.filter((name) => !new RegExp(`taxiway ${name}\\b`).test(page))).toEqual([])
})

test('every taxiway command and option that a page names is there', async () => {
  const { commands } = await wholeProgram([...clientCommands, ...serverCommands])
  const named = everySpan().filter((span) => /^(npx )?taxiway [a-z]/.test(span))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((span) => !exists(span, commands))).toEqual([])
})

function everySpan(): readonly string[] {
  return [...new Set(documents.flatMap(spansIn))]
}

function leads(document: string, link: string): boolean {
  const [path = '', anchor] = decodeURI(link).split('#')
  const target = path === '' ? document : normalize(join(dirname(document), path))
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || anchorsOf(target).has(anchor)
}

/** Whether the words up to the first that is not a command's name are commands, and its long options theirs. */
function exists(span: string, commands: readonly Command[]): boolean {
  const [, ...words] = span.replace(/^npx /, '').split(/\s+/)
  const mine = words.slice(0, words.indexOf('--') === -1 ? undefined : words.indexOf('--'))
  const [first = '', ...rest] = mine
  if (first === 'help') return true
  const top = commands.find((command) => command.name() === first)
  if (top === undefined) return false
  const [second = ''] = rest
  if (top.commands.length === 0 || !/^[a-z|-]+$/.test(second) || second.startsWith('-'))
    return mine.filter((word) => /^--[a-z]/.test(word)).every((word) => hasOption(top, word))
  const subs = second
    .split('|')
    .map((name) => top.commands.find((each) => [each.name(), ...each.aliases()].includes(name)))
  const options = mine.filter((word) => /^--[a-z]/.test(word))
  return subs.every((sub) => sub !== undefined && options.every((word) => hasOption(sub, word)))
}

const everywhere = ['--json', '--output', '--quiet', '--no-color', '--debug', '--help', '--version']

function hasOption(command: Command, word: string): boolean {
  const name = word.split('=')[0] ?? ''
  if (everywhere.includes(name)) return true
  return [command, ...command.commands].some((each) => each.options.some((o) => o.long === name))
}
