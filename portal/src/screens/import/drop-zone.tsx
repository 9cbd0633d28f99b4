/** Where files are dropped, pasted or chosen. */
import { DocumentArrowUp24Regular } from '@fluentui/react-icons'
import { type DragEvent, type ReactNode, useEffect, useState } from 'react'
import { isTyping } from '../../act/is-typing.ts'
import { ChooseFile } from '../../look/choose-file.tsx'
import { texts } from '../../texts/texts.ts'
import { chosenFiles, droppedFiles, type NamedFile } from './dropped-files.ts'

const { importing } = texts

export type DropZoneProps = {
  readonly onFiles: (files: readonly NamedFile[]) => void
  readonly isSmall: boolean
}

export function DropZone({ onFiles, isSmall }: DropZoneProps): ReactNode {
  const [isOver, setIsOver] = useState(false)
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
        <ChooseFile
          label={importing.chooseFiles}
          appearance={isSmall ? 'secondary' : 'primary'}
          onFiles={(list) => onFiles(chosenFiles(list))}
        />
        <ChooseFile
          label={importing.chooseFolder}
          isFolder
          onFiles={(list) => onFiles(chosenFiles(list))}
        />
      </div>
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
