/** Completion for zsh, with descriptions; as a file `_taxiway` of its function path, or sourced. */
import { type CommandNode, flattened, optionsAt } from './command-tree.ts'
import { quoted } from './quoted.ts'

export function zshCompletion(root: CommandNode): string {
  const nodes = flattened(root)
  const places = nodes.filter(({ place }) => place !== '').map(({ place }) => quoted(place))
  return `#compdef taxiway
# Completion of taxiway for zsh; made by: taxiway completion zsh
_taxiway() {
  local place='' word
  local -a commands options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
      ${places.join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place \${words[CURRENT-1]}" in
${nodes.flatMap((node) => values(root, node)).join('\n')}
  esac
  case "$place" in
${nodes.map((node) => offered(root, node)).join('\n')}
  esac
  if [[ $PREFIX == -* ]]; then
    _describe -o option options
  elif (( $#commands )); then
    _describe command commands
  else
    _files
  fi
}
if [[ $zsh_eval_context == *loadautofunc ]]; then _taxiway "$@"; else compdef _taxiway taxiway; fi
`
}

function values(root: CommandNode, node: CommandNode): readonly string[] {
  return optionsAt(root, node)
    .filter(({ takesValue }) => takesValue)
    .map(({ names, choices }) => {
      const pattern = names.map((name) => quoted(`${node.place} ${name}`)).join('|')
      const reply = choices.length === 0 ? '_files' : `compadd -- ${choices.map(quoted).join(' ')}`
      return `    ${pattern}) ${reply}; return ;;`
    })
}

function offered(root: CommandNode, node: CommandNode): string {
  const commands = node.commands.map(({ name, summary }) => described(name, summary))
  const options = optionsAt(root, node).flatMap(({ names, description }) =>
    names.map((name) => described(name, description)),
  )
  return `    ${quoted(node.place)}) commands=(${commands.join(' ')}) options=(${options.join(' ')}) ;;`
}

/** A colon ends the name. */
function described(name: string, text: string): string {
  return quoted(`${name.replaceAll(':', String.raw`\:`)}:${text}`)
}
