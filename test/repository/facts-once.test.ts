/** A fact about Autopilot or Microsoft's service stands in one place; everybody else imports it from there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, textOf } from '../support/source-files.ts'

const root = join(import.meta.dirname, '../..')
const tops = ['src', 'packages', 'portal', 'cli', 'cli-server', 'bin', 'scripts']

type Fact = {
  readonly what: string
  /** Marks a line that states the fact. */
  readonly stated: RegExp
  readonly home: string
}

const facts: readonly Fact[] = [
  {
    what: 'the host of Graph or of sign-in',
    stated: /graph\.microsoft\.com|login\.(microsoftonline\.com|microsoft\.com|windows\.net)/,
    home: 'packages/autopilot/src/microsoft-hosts.ts',
  },
  {
    what: "Graph's application id",
    stated: /00000003-0000-0000-c000-000000000000/,
    home: 'packages/autopilot/src/microsoft-hosts.ts',
  },
  {
    what: "the group tag's limit",
    stated: /(?=.*(tag|maxText))(?=.*\b512\b)|\.max\(512\)/i,
    home: 'packages/autopilot/src/group-tag.ts',
  },
  {
    what: "the device name's characters",
    stated: /\/\^\[A-Za-z0-9-\](\+|\{1,15\})\$\//,
    home: 'packages/autopilot/src/device-name.ts',
  },
  {
    what: "the device name's length",
    stated: /(?=.*name)(?=.*\b15 (char|letter))|maxName\w* = 15/i,
    home: 'packages/autopilot/src/device-name.ts',
  },
  {
    what: "the user principal name's form",
    stated: /\[\^\\s(?:\\p\{Cc?\})?@.*\]\+@|userPrincipalName: .*includes\('@'\)/,
    home: 'packages/autopilot/src/user-principal-name.ts',
  },
  {
    what: 'the text for a missing firmware string',
    stated: /SMBIOS_STRING_INDEX/i,
    home: 'packages/hardware-hash/src/check/placeholders.ts',
  },
  {
    what: 'a placeholder serial number',
    stated: /to be filled by o\.e\.m.*\||SYS-1234567890/i,
    home: 'packages/hardware-hash/src/check/placeholders.ts',
  },
  {
    what: "a refusal's number beside its name",
    stated: /(?=.*Ztd\w+)(?=.*\b8[01]\d\b)/,
    home: 'packages/autopilot/src/refusals.ts',
  },
  {
    what: 'the HTTP status of a refusal of the core',
    stated:
      /'?(not-permitted|version-conflict|unsupported-encoding|throttled|unavailable)'?: \[?[45]\d\d/,
    home: 'src/surfaces/http/plain-statuses.ts',
  },
]

const lines = tops
  .filter((top) => readdirSync(root).includes(top))
  .flatMap((top) => readdirSync(join(root, top), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /(?<!\.test)\.(ts|tsx|mjs)$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((file) => !file.includes('node_modules'))
  .flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .map((text, index) => ({ file, text, place: `${file}:${index + 1}: ${text.trim()}` })),
  )

test.each(facts)('$what is stated in one place', ({ stated, home }) => {
  const places = lines.filter(({ text }) => stated.test(text))
  expect(places.filter(({ file }) => file !== home).map(({ place }) => place)).toEqual([])
})

test('the marks still find the facts where they live', () => {
  const found = facts.filter(({ stated, home }) =>
    lines.some(({ file, text }) => file === home && stated.test(text)),
  )
  // Names and numbers of refusals are on lines of their own at home, as are the words for the limits.
  expect(found.map(({ what }) => what)).toEqual(
    facts.map(({ what }) => what).filter((what) => !/refusal's number|name's length/.test(what)),
  )
})

// The portal and the command line take the types of what they ask from packages/autopilot, so the answers have to be those.
test('every answer under /admin/v1 satisfies a type that its clients take too', () => {
  const sources = ['src/surfaces/admin', 'src/identity-provider/admin'].flatMap((folder) =>
    filesBelow(folder).map(textOf),
  )
  const shapes = sources.flatMap((text) => [
    ...text.matchAll(/^(?:export )?const (\w+) = [\s\S]*?(?=\n\n|\n$)/gm),
  ])
  const typed = shapes.filter(([text]) => text.includes(' satisfies z.ZodType<'))
  const names = new Set(typed.map(([, name]) => name))
  const answers = sources.flatMap((text) =>
    [...text.matchAll(/^ {4}answer: (.*),$/gm)].map(([, shape = '']) => shape),
  )
  const untyped = answers.filter(
    (shape) =>
      !names.has(shape.replace(/^(?:listOf|pageOf|z\.object\(\{ value: z\.array)\(|\).*$/g, '')),
  )
  expect(answers.length).toBeGreaterThan(50)
  expect(untyped).toEqual([])
})

test('the portal has no types of its own for what the server answers', () => {
  const asked = /\b(?:ask|useEntity|useEntities)<([^(]*)>\(/g
  const portal = filesBelow('portal/src').filter((file) => /\.tsx?$/.test(file))
  const own = portal.flatMap((file) => {
    const text = textOf(file)
    const used = [...text.matchAll(asked)].flatMap(([, type = '']) => type.match(/[A-Z]\w+/g) ?? [])
    return used
      .filter((name) => new RegExp(`type ${name} = \\{\\s+readonly \\w`).test(text))
      .map((name) => `${file}: ${name}`)
  })
  expect(own).toEqual([])
})
