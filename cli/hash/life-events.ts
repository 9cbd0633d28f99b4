/** Life events as words of a command line: a name, and for some a value after an equals sign. */
import type { LifeEvent } from 'taxiway-hardware-hash'

type Parse = (value: string | undefined) => LifeEvent | undefined

const plain =
  (event: Exclude<LifeEvent['event'], 'memory-added' | 'board-replaced'>): Parse =>
  (value) =>
    value === undefined ? { event } : undefined

const parsers: Readonly<Record<LifeEvent['event'], Parse>> = {
  regenerated: (value) => (value === undefined ? { event: 'regenerated' } : regeneratedAt(value)),
  'disk-swapped': plain('disk-swapped'),
  'memory-added': (value) =>
    /^\d{1,4}$/.test(value ?? '') ? { event: 'memory-added', gb: Number(value) } : undefined,
  'adapter-added': plain('adapter-added'),
  'wireless-card-replaced': plain('wireless-card-replaced'),
  'dock-attached': (value) =>
    value === undefined
      ? { event: 'dock-attached' }
      : { event: 'dock-attached', macAddress: value },
  'dock-removed': plain('dock-removed'),
  'tpm-hidden': plain('tpm-hidden'),
  'firmware-updated': plain('firmware-updated'),
  'board-replaced': (value) =>
    value === undefined || value === 'reflashed'
      ? { event: 'board-replaced', reflashed: value === 'reflashed' }
      : undefined,
  'captured-in-winpe': plain('captured-in-winpe'),
}

/** For help and for messages. */
export const eventNames: readonly string[] = Object.keys(parsers).map(
  (name) =>
    ({
      'memory-added': 'memory-added=<GB>',
      'board-replaced': 'board-replaced[=reflashed]',
      'dock-attached': 'dock-attached[=<MAC>]',
      regenerated: 'regenerated[=<time>]',
    })[name] ?? name,
)

/** Undefined for an unknown name or an unfit value. */
export function parseEvent(text: string): LifeEvent | undefined {
  const at = text.indexOf('=')
  const name = at < 0 ? text : text.slice(0, at)
  if (!Object.hasOwn(parsers, name)) return undefined
  return parsers[name as LifeEvent['event']](at < 0 ? undefined : text.slice(at + 1))
}

function regeneratedAt(time: string): LifeEvent | undefined {
  const at = Date.parse(time)
  if (Number.isNaN(at)) return undefined
  return { event: 'regenerated', at: new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z') }
}
