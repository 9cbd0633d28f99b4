/** A button by which files are chosen. The browser's own field stays out of sight, and is empty again after each choice. */
import { Button, type ButtonProps } from '@fluentui/react-components'
import { type ReactNode, useRef } from 'react'

export type ChooseFileProps = {
  readonly label: string
  /** What a screen reader calls it where the label alone does not say enough. */
  readonly name?: string
  readonly appearance?: NonNullable<ButtonProps['appearance']>
  readonly accept?: string
  /** All files of a folder. */
  readonly isFolder?: boolean
} & (
  | { readonly onFile: (file: File) => void; readonly onFiles?: never }
  | { readonly onFiles: (files: FileList) => void; readonly onFile?: never }
)

export function ChooseFile(props: ChooseFileProps): ReactNode {
  const { label, name = label, appearance, accept, isFolder = false, onFile, onFiles } = props
  const input = useRef<HTMLInputElement>(null)

  function choose(field: HTMLInputElement): void {
    const { files } = field
    const [first] = files ?? []
    if (files !== null && first !== undefined) {
      onFile?.(first)
      onFiles?.(files)
    }
    field.value = ''
  }

  return (
    <>
      <Button
        {...(name !== label && { 'aria-label': name })}
        {...(appearance && { appearance })}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={(field) => {
          input.current = field
          if (isFolder) field?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        hidden
        multiple={onFiles !== undefined && !isFolder}
        accept={accept}
        aria-label={name}
        onChange={({ currentTarget }) => choose(currentTarget)}
      />
    </>
  )
}
