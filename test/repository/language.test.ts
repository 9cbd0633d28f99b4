/** Wordings that docs/glossary.md replaces do not come back: in names, comments, messages, docs and test titles. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { root } from './documents.ts'

const folders = 'src,packages,portal,cli,cli-server,bin,scripts,bench,examples,migrations,test,docs'
const anyDepth = ['**', '*'].join('/')
const excluded = ['node_modules', 'dist', 'fixtures']
const glossaryAndThis = ['docs/glossary.md', 'test/repository/language.test.ts']

type Wording = { readonly old: RegExp; readonly instead: string }

const wordings: readonly Wording[] = [
  {
    old: /\b(most|longest|largest|deepest|fewest|shortest|smallest)[A-Z]\w*/,
    instead: 'max…, min…',
  },
  { old: /\b(cure|askLeave|withLeave|asked for leave)\b/, instead: 'hint, confirm' },
  {
    old: /\b(speakable|hygienic|hopeful|rememberVerdicts|tellAudit)\b/,
    instead: 'what it does',
  },
  {
    old: /foreign_?answers?|own-network|end-sign-ins|own-removal/i,
    instead: 'the glossary’s word',
  },
  { old: /\b(he|his|him|himself)\b(?![`’'])/i, instead: 'they, their, the person' },
  { old: /\bwhoever may\b|\bmay all that\b/, instead: 'anyone who can, every permission' },
  { old: /\b(that|it|which) is none\b(?! of)/, instead: 'is not one, malformed' },
  {
    old: /\b(what|that|which|it|this|tenant) (is|are) no (?!longer\b|more\b|less\b)/,
    instead: 'is not a',
  },
  { old: /\boutside (identity )?provider/, instead: 'external identity provider' },
  { old: /\bof a time to come\b|\bstands by itself\b/, instead: 'future, alone' },
  { old: /\b(go|goes) by (it|the (real )?(time|clock))\b/, instead: 'uses, follows' },
  { old: /\bat hand\b/, instead: 'current, available' },
  { old: /\bwhoever\b/i, instead: 'the person who, anyone who, the caller' },
  {
    old: /\b(tell|tells|told|telling)[A-Z]\w*|\bis(Told|Telling)\b/,
    instead: 'notify, report, show',
  },
  {
    old: /\b(is|are|were|been) told\b(?! apart\b)|\b(tells?|told) (of|by)\b/,
    instead: 'learns, is notified, is asked to, is recognized by',
  },
  { old: /\bmend(s|ed|ing)?\b/i, instead: 'repair, fix' },
  {
    old: /\b(organisations?|licences?|recognis(e|es|ed|ing)|enrol(s|ments?)?|authorisations?)\b/i,
    instead: 'Microsoft’s spelling: organization, license, recognize, enroll, authorization',
  },
  {
    old: /\b(clients|contract|design|device-side|autopilot-behaviour|channels-and-lifecycle|users-and-peers|threats-and-promises|house-review)\.md\b|\bautopilot-behaviour\b|\bR\d{1,2}(, R\d{1,2})*: /,
    instead: 'the public source: its address, or the title of its page',
  },
]

const files = globSync([`{${folders}}/${anyDepth}.{ts,tsx,mjs,md,sql}`, '*.md'], {
  cwd: root,
  exclude: (name) => excluded.includes(name.split('/').at(-1) ?? ''),
}).filter((file) => !glossaryAndThis.includes(file))

test.each(wordings)('$old is written in other words: $instead', ({ old }) => {
  const found = files.flatMap((file) =>
    readFileSync(`${root}/${file}`, 'utf8')
      .split('\n')
      .flatMap((line, at) => (old.test(line) ? [`${file}:${at + 1}: ${line.trim()}`] : [])),
  )
  expect(found).toEqual([])
})

/** The SQL of a file: its literals that hold statements or parts of one, without what is put into them. */
function statementsOf(text: string): readonly string[] {
  const literals = text.match(/`[^`]*`|'[^'\n]*'/g) ?? []
  return literals
    .map((literal) => literal.replaceAll(/\$\{[^}]*\}/g, 'value'))
    .filter((literal) =>
      /\b(select|insert into|update|delete from|order by|is null)\b/.test(literal),
    )
}

/** `from device d`, `as d(id)`, `d.device_id`, `count(*) as n`. */
const oneLetter =
  /\b(from|join|into|update|using)\s+\(?[a-z_]+\s+[a-z]\b(?![.(])|\bas [a-z]\b(?!['.])|(?<![\w.$'"])[a-z]\.[a-z_*]/

test('names in SQL are words', () => {
  const found = files
    .filter((file) => file.startsWith('src/') && file.endsWith('.ts'))
    .flatMap((file) =>
      statementsOf(readFileSync(`${root}/${file}`, 'utf8'))
        .filter((statement) => oneLetter.test(statement))
        .map((statement) => `${file}: ${oneLetter.exec(statement)?.[0]} in ${statement}`),
    )
  expect(found).toEqual([])
  for (const short of ['from device d where', 'join t on x.id', 'as d(id)', 'count(*) as n'])
    expect(oneLetter.test(`select id ${short}`), short).toBe(true)
})

test('the words are looked for where people write them', () => {
  expect(files.length).toBeGreaterThan(1000)
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/security.md', 'cli/exit.ts']))
})
