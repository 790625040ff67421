#compdef attache
# Completion of attache for zsh: the program itself says what may stand at the cursor. What it says
# comes from files that anybody may have written, and is never evaluated.

_attache() {
    local kind line
    local -a asked answers candidates shown
    asked=("${(@Q)words[2,CURRENT]}")
    asked=("${(@)asked/#\~\//$HOME/}")
    answers=("${(@f)$(command attache completion words -- "${asked[@]}" 2>/dev/null)}")
    kind=$answers[1]
    shift answers
    for line in "${answers[@]}"; do
        [[ -n $line ]] || continue
        candidates+=("${line%%$'\t'*}")
        shown+=("${line%%$'\t'*}${${line#*$'\t'}:+  -- ${line#*$'\t'}}")
    done
    (($#candidates)) && compadd -l -d shown -a candidates
    [[ $kind == files ]] && _files
    return 0
}

if [[ $funcstack[1] == _attache ]]; then
    _attache "$@"
else
    compdef _attache attache
fi
