/** Where a surface lives: Microsoft tells its services apart by host, one origin of ours by path. */
export type SurfacePlace = {
  readonly name: string
  /** Hosts of Microsoft's that are this service. Under such a name nothing else answers. */
  readonly hosts: readonly string[]
  /** Whether every path under those hosts is its own, so that the one it does not know is refused in its words. */
  readonly ownsHosts?: true
  /** First segments that are pages: a program that asks for JSON there looks for something else. */
  readonly pages?: readonly string[]
  /** What its paths begin with, in lower case; `:name` stands for any one segment, `/` for the root alone. */
  readonly paths: readonly string[]
}
