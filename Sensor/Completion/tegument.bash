# Completion of tegument for bash; made by 'tegument completion bash'.
_tegument() {
    local command=${COMP_WORDS[0]} line=${COMP_LINE:0:COMP_POINT} current=${COMP_WORDS[COMP_CWORD]} words
    words=$("$command" "[suggest:${#line}]" "tegument${line#"$command"}" 2>/dev/null) || return 0
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    # Nothing of ours fits: a file, as for 'replay'.
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _tegument tegument ./tegument
