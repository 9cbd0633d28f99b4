/** The files of the built portal, for its surface; where they come from is up to the host. */

export type PackedFile = {
  readonly type: string
  /** Uncompressed, and compressed if that is smaller. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly gzip?: Uint8Array<ArrayBuffer>
  readonly br?: Uint8Array<ArrayBuffer>
}

export type BuiltPortal = {
  readonly page: PackedFile
  /** By path, such as `/assets/boot-4Fd0.js`. */
  readonly files: ReadonlyMap<string, PackedFile>
}

/** Why there is no portal to show yet. */
export type Missing = 'building' | 'failed' | 'not-built'

export type PortalFiles = () => Promise<BuiltPortal | Missing>

/** For a server without a portal. */
export const noPortal: PortalFiles = async () => 'not-built'
