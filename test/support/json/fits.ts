/** Whether what a command printed is what its schema says. */
import { existsSync } from 'node:fs'
import { z } from 'zod'
import { type CommandRun, type CommandSetting, taxiway } from '../taxiway-command.ts'
import { fileOf, schemaOf } from './schema-files.ts'
import type { Schema } from './schema-of-types.ts'

/** Runs `taxiway …args` to its end; JSON that it prints has to fit its schema. */
export async function taxiwayThatFits(
  args: readonly string[],
  setting?: CommandSetting,
): Promise<CommandRun> {
  const run = await taxiway(args, setting)
  if (args.includes('--json')) expectToFit(args, run.stdout)
  return run
}

/** Throws where the output of `taxiway …args` is JSON and has a member that its schema lacks, lacks one, or has another type. */
function expectToFit(args: readonly string[], printed: string): void {
  const words = commandIn(args)
  if (words === undefined || printed === '') return
  const schema = z.fromJSONSchema(closed(schemaOf(words)) as never)
  const result = schema.safeParse(withoutAnnotations(JSON.parse(printed)))
  if (result.success) return
  // Of several forms, what each of them lacks.
  const why = JSON.stringify(result.error.issues).slice(0, 2_000)
  throw new Error(`taxiway ${args.join(' ')} does not fit schemas/${words}.json: ${why}`)
}

/** The longest command that `args` begin with and that has a schema. */
function commandIn(args: readonly string[]): string | undefined {
  return [3, 2, 1]
    .map((count) => args.slice(0, count).join(' '))
    .find((words) => existsSync(fileOf(words)))
}

/** A program that reads the output has to bear new members; here each has to be in the schema. */
function closed(schema: Schema): Schema {
  const { properties, required, items, anyOf, additionalProperties } = schema
  return {
    ...schema,
    ...(required !== undefined && { required: required.filter((name) => !name.includes('@')) }),
    ...(properties !== undefined && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, each]) => [name, closed(each)]),
      ),
      additionalProperties: additionalProperties ?? false,
    }),
    ...(items !== undefined && { items: closed(items) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map(closed) }),
  }
}

/** OData lets any entity have members with @ in their names, and leave them out. */
function withoutAnnotations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAnnotations)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !name.includes('@'))
      .map(([name, each]) => [name, withoutAnnotations(each)]),
  )
}
