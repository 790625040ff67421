#include "ui/app_state.h"

#include "base/sandbox.h"
#include "command/confine.h"
#include "ui/runner.h"

void app_confine(struct app *app)
{
    if (app->options->no_sandbox || !sandbox_is_possible() || !runner_start())
        return;
    struct err e = confine(&(struct confinement){
        .library = app->library,
        .cache_home = app->options->cache_home,
        .state_home = app->options->state_home,
    });
    if (err_failed(&e)) /* a kernel that has it and does not let it: as where there is none */
        runner_stop();
}
