# Completion of tegument for fish; made by 'tegument completion fish'.
function __tegument_suggest
    set -l command (commandline -opc)[1]
    set -l line tegument(string sub -s (math (string length -- $command) + 1) -- (commandline -cp))
    $command "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
end
complete -c tegument -f -a '(__tegument_suggest)'
complete -c tegument -n 'string match -qr "(replay|import|check|simulate|apply)" -- (commandline -opc)' -F
