/** Group tags: the texts by which groups, and through them profiles, find devices. */

/** In characters. [observed: AutopilotGroupTagger, issue 3; no page of Microsoft's gives a limit] */
export const maxGroupTagLength = 512

/** Why a service would not accept `tag`, as a predicate; undefined = accepted. An empty tag clears. */
export function groupTagFault(tag: string): string | undefined {
  return tag.length > maxGroupTagLength
    ? `has ${tag.length} characters; ${maxGroupTagLength} are allowed`
    : undefined
}
