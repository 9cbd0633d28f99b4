/** Where files are dropped, pasted or chosen. */
import { Button } from '@fluentui/react-components'
import { DocumentArrowUp24Regular } from '@fluentui/react-icons'
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { isTyping } from '../../act/is-typing.ts'
import { texts } from '../../texts/texts.ts'
import { chosenFiles, droppedFiles, type NamedFile } from './dropped-files.ts'

const { importing } = texts

export type DropZoneProps = {
  readonly onFiles: (files: readonly NamedFile[]) => void
  readonly isSmall: boolean
}

export function DropZone({ onFiles, isSmall }: DropZoneProps): ReactNode {
  const [isOver, setIsOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  usePaste(onFiles)

  function drop(event: DragEvent): void {
    event.preventDefault()
    setIsOver(false)
    void droppedFiles(event.dataTransfer.items).then(onFiles)
  }

  return (
    <section
      className={`drop${isOver ? ' over' : ''}${isSmall ? ' small-drop' : ''}`}
      aria-label={importing.drop}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <DocumentArrowUp24Regular />
      <strong>{importing.drop}</strong>
      {!isSmall && <span className="quiet">{importing.dropHint}</span>}
      <div className="row wrap centre">
        <Button
          appearance={isSmall ? 'secondary' : 'primary'}
          onClick={() => files.current?.click()}
        >
          {importing.chooseFiles}
        </Button>
        <Button onClick={() => folder.current?.click()}>{importing.chooseFolder}</Button>
      </div>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={importing.chooseFiles}
        onChange={({ currentTarget }) => {
          onFiles(chosenFiles(currentTarget.files ?? new DataTransfer().files))
          currentTarget.value = ''
        }}
      />
      <input
        ref={(input) => {
          folder.current = input
          input?.setAttribute('webkitdirectory', '')
        }}
        type="file"
        hidden
        aria-label={importing.chooseFolder}
        onChange={({ currentTarget }) => {
          onFiles(chosenFiles(currentTarget.files ?? new DataTransfer().files))
          currentTarget.value = ''
        }}
      />
    </section>
  )
}

/** Rows that were copied from a spreadsheet or a mail are a file, too. */
function usePaste(onFiles: (files: readonly NamedFile[]) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text') ?? ''
      if (isTyping(event.target) || text.trim() === '') return
      onFiles([{ name: 'pasted.csv', file: new File([text], 'pasted.csv') }])
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [onFiles])
}
