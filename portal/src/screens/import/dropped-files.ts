/**
 * The files of a drop, folders too.
 *
 * A drop's list is empty after the first wait, so all entries are taken at once; and a folder gives its entries by
 * the hundred, until it gives none.
 */

export type NamedFile = { readonly name: string; readonly file: File }

export async function droppedFiles(items: DataTransferItemList): Promise<readonly NamedFile[]> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  )
  return (await Promise.all(entries.map((entry) => filesOf(entry)))).flat()
}

async function filesOf(entry: FileSystemEntry): Promise<readonly NamedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ name: entry.fullPath.replace(/^\//, ''), file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) break
    found.push(...some)
  }
  return (await Promise.all(found.map((each) => filesOf(each)))).flat()
}

export function chosenFiles(list: FileList): readonly NamedFile[] {
  return Array.from(list, (file) => ({ name: file.webkitRelativePath || file.name, file }))
}
