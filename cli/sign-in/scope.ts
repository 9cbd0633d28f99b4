/** What tokens for Graph are asked for, at Microsoft and at a Taxiway server. */
import { graphOrigin, isMicrosoft } from 'taxiway-autopilot'
import type { Context } from '../context/context-file.ts'

/**
 * Everything that was granted for Graph. Microsoft's clouds want their own host as audience; a Taxiway server
 * answers to the public one.
 */
export function scopeOf({ graph }: Pick<Context, 'graph'>): string {
  return `${isMicrosoft(graph) ? graph : graphOrigin}/.default`
}
