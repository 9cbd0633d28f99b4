/**
 * What is asked for: health is always answered; then devices at their first boot, people in front of a screen,
 * programs, exports.
 */
export type Priority = 'health' | 'device' | 'person' | 'program' | 'export'

/** Where a surface is mounted: Microsoft separates its services by host, our single origin by path. */
export type SurfacePlace = {
  readonly name: string
  /** Who comes first when the server has more to do than it can. */
  readonly priority: Priority
  /** Paths, as in `paths`, of what comes last for every caller: files made out of very many rows. */
  readonly exports?: readonly string[]
  /** Microsoft's hosts of this service. Under such a name nothing else answers. */
  readonly hosts: readonly string[]
  /** Whether every path under those hosts belongs to it, so that unknown ones are refused in its own format. */
  readonly ownsHosts?: true
  /** First path segments that are pages: a program that requests JSON there is looking for something else. */
  readonly pages?: readonly string[]
  /** Several slashes in a row count as one. */
  readonly joinsSlashes?: true
  /** Prefixes of its paths, in lower case; `:name` stands for any one segment, `/` for the root alone. */
  readonly paths: readonly string[]
}
