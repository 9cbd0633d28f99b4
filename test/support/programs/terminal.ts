/**
 * The command line in a terminal of a given size: a pseudo-terminal by `script` of util-linux, which every Debian has,
 * and a screen that reads what is written to it as a terminal does.
 */
import { spawn } from 'node:child_process'
import xterm, { type IBufferLine } from '@xterm/headless'
import { commandProgram } from '../programs.ts'
import { type CommandSetting, compiled, emptyFolder, root } from '../taxiway-command.ts'

/** The `script` of other systems has other options. */
export const hasTerminal = process.platform === 'linux'

export const ctrlC = '\u0003'

/** Text of one color: a number of the terminal's palette, -1 = its own color. */
export type Run = { text: string; readonly color: number }

export type Screen = {
  /** What a person sees now, line by line, without blanks at the ends. */
  lines(): Promise<readonly string[]>
  /** The same with colors. */
  runs(): Promise<readonly (readonly Run[])[]>
  /** Whether the cursor can be seen. */
  hasCursor(): boolean
  /** Whether a long line goes on in the next one, as shells expect. */
  wraps(): boolean
  type(text: string): void
  /** The exit code, once the command has ended; 128 and its number when a signal ended it. */
  readonly ended: Promise<number | null>
}

export type ScreenSetting = Pick<CommandSetting, 'cwd' | 'env' | 'configFolder'> & {
  readonly columns?: number
}

const height = 30

export function runInTerminal(args: readonly string[], setting: ScreenSetting = {}): Screen {
  const { columns = 80 } = setting
  const screen = new xterm.Terminal({ cols: columns, rows: height, allowProposedApi: true })
  const words = [process.execPath, commandProgram, ...args].map(quoted).join(' ')
  const command = `stty cols ${columns} rows ${height}; exec ${words}`
  const child = spawn('script', ['-qefc', command, '/dev/null'], {
    cwd: setting.cwd ?? root,
    env: {
      PATH: process.env['PATH'] ?? '',
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      ...compiled,
      HOME: setting.configFolder ?? emptyFolder(),
      TAXIWAY_CONFIG_DIR: setting.configFolder ?? emptyFolder(),
      ...setting.env,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let written = ''
  child.stdout.on('data', (bytes: Buffer) => {
    written += bytes.toString('latin1')
    screen.write(bytes)
  })
  return {
    ended: new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    }),
    async lines() {
      await new Promise<void>((resolve) => screen.write('', resolve))
      const { active } = screen.buffer
      return Array.from({ length: active.length }, (_, row) =>
        (active.getLine(row)?.translateToString(true) ?? '').trimEnd(),
      )
    },
    async runs() {
      await new Promise<void>((resolve) => screen.write('', resolve))
      const { active } = screen.buffer
      return Array.from({ length: active.length }, (_, row) => runsOf(active.getLine(row)))
    },
    hasCursor: () => written.lastIndexOf('\u001b[?25l') <= written.lastIndexOf('\u001b[?25h'),
    wraps: () => written.lastIndexOf('\u001b[?7l') <= written.lastIndexOf('\u001b[?7h'),
    type: (text) => child.stdin.write(text),
  }
}

function runsOf(line: IBufferLine | undefined): readonly Run[] {
  const runs: Run[] = []
  for (let column = 0; column < (line?.length ?? 0); column++) {
    const cell = line?.getCell(column)
    const color = cell?.isFgPalette() ? cell.getFgColor() : -1
    const text = cell?.getChars() || ' '
    const last = runs.at(-1)
    if (last?.color === color) last.text += text
    else runs.push({ text, color })
  }
  const last = runs.at(-1)
  if (last !== undefined) last.text = last.text.trimEnd()
  return runs
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
