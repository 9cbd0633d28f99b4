/** The files in `schemas/`: one a command, named by its words. */
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Schema } from './schema-of-types.ts'

export const schemaFolder = join(import.meta.dirname, '../../../schemas')

export function fileOf(words: string): string {
  return join(schemaFolder, `${words.replaceAll(' ', '-')}.json`)
}

export function committedFiles(): readonly string[] {
  return globSync('*.json', { cwd: schemaFolder })
    .map((file) => join(schemaFolder, basename(file)))
    .toSorted()
}

/** Path → text. Of commands that print the same, the later ones refer to the first. */
export function filesOf(schemas: ReadonlyMap<string, Schema>): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  return new Map(
    [...schemas].map(([words, schema]) => {
      const text = JSON.stringify(schema)
      const same = first.get(text)
      if (same === undefined) first.set(text, words)
      const content = same === undefined ? schema : { $ref: basename(fileOf(same)) }
      return [fileOf(words), textOf(words, content)]
    }),
  )
}

function textOf(words: string, schema: Schema): string {
  const whole = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `taxiway ${words} --json`,
    ...schema,
  }
  return `${compact(whole)}\n`
}

export function schemaOf(words: string): Schema {
  const schema: Schema = JSON.parse(readFileSync(fileOf(words), 'utf8'))
  if (schema.$ref === undefined) return schema
  return JSON.parse(readFileSync(join(schemaFolder, schema.$ref), 'utf8'))
}

const maxLine = 110

/** As `JSON.stringify` with indentation, but a line holds what fits on it. */
function compact(value: unknown, indent = ''): string {
  const line = JSON.stringify(value, undefined, 1).replace(/\n\s*/g, ' ')
  if (typeof value !== 'object' || value === null) return line
  if (indent !== '' && indent.length + line.length <= maxLine) return line
  const inner = `${indent}  `
  if (!Array.isArray(value)) {
    const members = Object.entries(value).map(
      ([name, each]) => `${inner}${JSON.stringify(name)}: ${compact(each, inner)}`,
    )
    return `{\n${members.join(',\n')}\n${indent}}`
  }
  const entries = value.map((each) => compact(each, inner))
  const isPlain = value.every((each) => typeof each !== 'object')
  const lines = isPlain ? filled(entries, maxLine - inner.length) : entries
  return `[\n${lines.map((each) => inner + each).join(',\n')}\n${indent}]`
}

function filled(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length + 3 <= width)
      lines[lines.length - 1] = `${last}, ${word}`
    else lines.push(word)
  }
  return lines
}
