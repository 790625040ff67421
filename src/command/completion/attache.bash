# Completion of attache for bash: the program itself says what may stand at the cursor. What it says
# comes from files that anybody may have written, and is never evaluated. bash does not always quote
# what it would expand itself: an id with such a character is not offered.

# A word as the shell would read it: without quotation marks and backslashes.
_attache_word() {
    local word=$1 read=
    word=${word#[\"\']}
    while [[ $word == *\\* ]]; do
        read+=${word%%\\*}
        word=${word#*\\}
        read+=${word:0:1}
        word=${word:1}
    done
    read+=$word
    attache_word=${read%[\"\']}
}

# bash parts words at colons; an id may have some. Puts the word at the cursor together again, and
# says what of it bash will leave in place.
_attache_colons() {
    local last=$(($1 - 1)) parts=$1
    attache_kept=
    while ((last > 0)) && [[ ${words[last]} == :* || ${words[last - 1]} == *: ]]; do
        words[last - 1]+=${words[last]}
        unset 'words[last]'
        last=$((last - 1))
    done
    ((last + 1 < parts)) && attache_kept=${words[last]%:*}:
}

_attache() {
    local i kind candidate about attache_word attache_kept
    local -a words=()
    COMPREPLY=()
    for ((i = 1; i <= COMP_CWORD; i++)); do
        _attache_word "${COMP_WORDS[i]}"
        words+=("${attache_word/#\~\//$HOME/}")
    done
    _attache_colons "${#words[@]}"
    {
        IFS= read -r kind
        while IFS=$'\t' read -r candidate about; do
            [[ $candidate == *[\$\`\\\"!]* ]] || COMPREPLY+=("${candidate#"$attache_kept"}")
        done
    } < <(command attache completion words -- "${words[@]}" 2>/dev/null)
    if [[ $kind == files ]]; then
        while IFS= read -r candidate; do
            COMPREPLY+=("$candidate")
        done < <(compgen -f -- "$attache_word")
    fi
}

# The candidates are quoted as names of files are.
complete -o filenames -F _attache attache
