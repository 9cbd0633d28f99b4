/** Names that Windows takes for a computer, and templates that make them. [documented: autopilot-behaviour 1.4 L5, 1.8] */
import { DomainError } from '../errors.ts'

const maxName = 15

export function checkDeviceName(name: string): void {
  if (name.length > maxName) throw invalid(`'${name}' is longer than ${maxName} characters`)
  if (!/^[A-Za-z0-9-]+$/.test(name))
    throw invalid(`'${name}' holds something else than letters, digits and hyphens`)
  if (/^\d+$/.test(name)) throw invalid(`'${name}' is all digits`)
}

/** A template's own characters are checked; how long it gets with a serial number, nobody knows before. */
export function checkNameTemplate(template: string): void {
  const macros = [...template.matchAll(/%([^%]*)%/g)].map(([, macro = '']) => macro)
  const unknown = macros.find((macro) => !/^(SERIAL|RAND:([1-9]|1[0-5]))$/i.test(macro))
  if (unknown !== undefined)
    throw invalid(`'%${unknown}%' is neither %SERIAL% nor %RAND:x% with x from 1 to 15`)
  const random = macros.map((macro) => Number(/^RAND:(\d+)$/i.exec(macro)?.[1] ?? 1))
  const plain = template.replace(/%[^%]*%/g, '')
  if (plain.length + random.reduce((sum, n) => sum + n, 0) > maxName)
    throw invalid(`'${template}' makes names longer than ${maxName} characters`)
  if (plain !== '' && !/^[A-Za-z0-9-]+$/.test(plain))
    throw invalid(`'${template}' holds something else than letters, digits, hyphens and macros`)
  if (/^\d+$/.test(template)) throw invalid(`'${template}' is all digits`)
}

function invalid(what: string): DomainError {
  return new DomainError('request-invalid', `Invalid device name: ${what}.`)
}
