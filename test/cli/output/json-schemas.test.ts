/** `schemas/` holds what every command prints with `--json`; `npm run schema` writes it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { clientCommands } from '../../../cli/commands.ts'
import { wholeProgram } from '../../../cli/program.ts'
import { flattened, treeOf } from '../../../cli/shell/command-tree.ts'
import { serverCommands } from '../../../cli-server/commands.ts'
import { committedFiles, filesOf, schemaFolder } from '../../support/json/schema-files.ts'
import { type Schema, schemasOfMembers } from '../../support/json/schema-of-types.ts'
import { withoutJson } from './without-json.ts'

let schemas: ReadonlyMap<string, Schema>

beforeAll(() => {
  schemas = schemasOfMembers(join(import.meta.dirname, 'json-outputs.ts'), 'JsonOutputs')
  if (process.env['TAXIWAY_WRITE_SCHEMA'] !== 'true') return
  rmSync(schemaFolder, { recursive: true, force: true })
  mkdirSync(schemaFolder)
  for (const [path, text] of filesOf(schemas)) writeFileSync(path, text)
})

test('the schemas are those of the types that commands print (npm run schema writes them anew)', () => {
  const files = filesOf(schemas)
  expect(committedFiles()).toEqual([...files.keys()].toSorted())
  for (const [path, text] of files) expect(readFileSync(path, 'utf8'), path).toBe(text)
})

test('every command has a schema, or prints no JSON', async () => {
  const program = await wholeProgram([...clientCommands, ...serverCommands])
  const all = flattened(treeOf(program)).filter(({ name }) => name !== 'help')
  const acting = all.filter(({ commands, place }) => commands.length === 0 || schemas.has(place))
  const known = [...schemas.keys(), ...withoutJson]
  expect(acting.map(({ place }) => place).toSorted()).toEqual(known.toSorted())
})
