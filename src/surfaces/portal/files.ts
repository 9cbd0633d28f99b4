/** What the portal consists of once it is built, as its surface needs it; where the files come from is the host's matter. */

export type PackedFile = {
  readonly type: string
  /** As it is, and packed where that makes it smaller. */
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

/** Of a server that carries no portal. */
export const noPortal: PortalFiles = async () => 'not-built'
