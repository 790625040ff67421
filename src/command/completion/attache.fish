# Completion of attache for fish: the program itself says what may stand at the cursor. What it says
# comes from files that anybody may have written, and is never evaluated.

function __attache_answers
    set -l words (commandline -opc) (commandline -ct)
    set -e words[1]
    set words (string replace -r '^~/' "$HOME/" -- $words)
    command attache completion words -- $words 2>/dev/null
end

function __attache_takes_files
    test (__attache_answers)[1] = files
end

complete -c attache -f
complete -c attache -n __attache_takes_files -F
complete -c attache -a '(__attache_answers)[2..]'
