/**
 * An exported trail: JSON Lines in canonical form, entries in order and then checkpoints. Only the exact exported
 * form is accepted, so that not a single byte of a file can change unnoticed.
 */
import type { Checkpoint } from './audit-trail.ts'
import { canonicalJson, type JsonValue } from './canonical-json.ts'
import type { AuditRecord } from './chain.ts'

export type TrailLine =
  | { readonly kind: 'record'; readonly record: AuditRecord }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }

/** Undefined: not a line of a trail. */
export function readTrailLine(line: string): TrailLine | undefined {
  const value = parsed(line)
  if (value === undefined || canonicalJson(value as JsonValue) !== line) return undefined
  if (hasShape(value, recordShape)) return { kind: 'record', record: value as AuditRecord }
  const { checkpoint } = value as { checkpoint?: unknown }
  return isObject(checkpoint) && hasShape(checkpoint, checkpointShape)
    ? { kind: 'checkpoint', checkpoint: checkpoint as Checkpoint }
    : undefined
}

export function recordLine({ filed: _, ...record }: AuditRecord): string {
  return canonicalJson(record)
}

export function checkpointLine(checkpoint: Checkpoint): string {
  return canonicalJson({ checkpoint: { ...checkpoint } })
}

const recordShape = {
  tenantId: 'string',
  seq: 'number',
  at: 'string',
  entry: 'string',
  prev: 'string',
  hash: 'string',
} as const

const checkpointShape = {
  tenantId: 'string',
  seq: 'number',
  at: 'string',
  hash: 'string',
  keyId: 'string',
  signature: 'string',
} as const

function hasShape(value: object, shape: Readonly<Record<string, string>>): boolean {
  const members = Object.entries(value)
  return (
    members.length === Object.keys(shape).length &&
    members.every(([name, member]) => shape[name] === typeof member)
  )
}

function parsed(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
