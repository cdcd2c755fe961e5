#compdef tegument
# Completion of tegument for zsh; made by 'tegument completion zsh'. Put it as _tegument into a folder of $fpath, or source it after compinit.
_tegument() {
    local line="${words[1,CURRENT]}" suggestions
    suggestions=("${(@f)$("${words[1]}" "[suggest:$(( ${#line} - ${#words[1]} + 8 ))]" "tegument${line#"${words[1]}"}" 2>/dev/null)}")
    suggestions=(${suggestions:#})
    if (( ${#suggestions} )); then
        compadd -a suggestions && return
    fi
    _files
}
if [ "${funcstack[1]}" = _tegument ]; then _tegument "$@"; else compdef _tegument tegument ./tegument; fi
