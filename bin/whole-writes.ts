/**
 * Standard output that is a file on a disk which becomes full: Node's stream takes a write of which only the beginning
 * had room for a whole one, so that the end of the data would be missing without a word.
 */
import { fstatSync, writeFileSync } from 'node:fs'

/** From now on all that is written to `stream` is in its file, or it fails. */
export function writeWhole(stream: NodeJS.WriteStream & { readonly fd: number }): void {
  const { fd } = stream
  if (!fstatSync(fd).isFile()) return
  stream._write = (bytes: Buffer, _encoding, done) => {
    try {
      writeFileSync(fd, bytes)
    } catch (error) {
      done(error as Error)
      return
    }
    done()
  }
}
