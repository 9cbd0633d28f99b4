/** What an entry of the audit trail says, in words: the trail itself names acts and things as the API does. */
import { acts, done, things, verbs } from './audit-words.ts'

type Named = { readonly name?: unknown }

/** `Create Group` → `Added a group: Kiosks`; what it does not know stays as it is. */
export function auditSentence(activity: string, resources: readonly unknown[] = []): string {
  const names = resources.flatMap((each) => {
    const { name } = (each ?? {}) as Named
    return typeof name === 'string' && name !== '' ? [name] : []
  })
  const sentence = withoutNames(activity)
  if (names.length === 0) return sentence
  const more = resources.length > 1 ? ` and ${resources.length - 1} more` : ''
  return `${sentence}: ${names[0]}${more}`
}

function withoutNames(activity: string): string {
  const words = activity.split(' ')
  const thing = things[words.at(-1) ?? '']
  const [verb = '', name] = words
  if (thing === undefined) return activity
  if (words.length === 3 && name !== undefined)
    return acts[activity] ?? acts[name] ?? `${done[name] ?? `${spelled(name)}:`} ${thing}`
  const said = verbs[verb]
  return said === undefined || words.length !== 2 ? activity : `${said} ${thing}`
}

/** `updateDeviceProperties` → `Update device properties`. */
function spelled(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
