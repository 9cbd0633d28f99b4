/** A picture of a terminal for README: commands as a person types them, and what was on the screen after each. */
import type { Run } from './terminal.ts'

export type Shot = { readonly command: string; readonly lines: readonly (readonly Run[])[] }

const lineHeight = 20
const characterWidth = 8.43
const margin = 20
const colors: Readonly<Record<number, string>> = {
  1: '#ff7b72',
  2: '#7ee787',
  3: '#e3b341',
  4: '#79c0ff',
}

export function pictureOf(shots: readonly Shot[], columns: number): string {
  const lines = shots.flatMap(({ command, lines: own }) => [
    `<tspan class="prompt">$</tspan> ${escaped(command)}`,
    ...withoutEnd(own).map((runs) => runs.map(spanOf).join('')),
    '',
  ])
  const width = Math.ceil(columns * characterWidth + 2 * margin)
  const height = (lines.length - 1) * lineHeight + 2 * margin
  const text = lines.map(
    (line, n) => `<text x="${margin}" y="${margin + n * lineHeight + 14}">${line}</text>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    '<title>A terminal with the commands that README names</title>',
    '<style>',
    'text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #e6edf3; white-space: pre }',
    '.prompt { fill: #7ee787 }',
    '</style>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...text.filter((line) => !line.endsWith('"></text>')),
    '</svg>',
    '',
  ].join('\n')
}

function withoutEnd(lines: readonly (readonly Run[])[]): readonly (readonly Run[])[] {
  const last = lines.findLastIndex((runs) => runs.some(({ text }) => text.trim() !== ''))
  return lines.slice(0, last + 1)
}

function spanOf({ text, color }: Run): string {
  const fill = colors[color]
  return fill === undefined ? escaped(text) : `<tspan fill="${fill}">${escaped(text)}</tspan>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
