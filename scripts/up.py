"""`make up`: Airflow with its pages on the data of `make run`, until Ctrl-C."""

from __future__ import annotations

import signal
import sys

from embedded import USER, EmbeddedAirflow, EmbeddedError
from final_accounts.stages.examples import prepare_examples
from final_accounts.stages.settings import Settings
from run_season import say, variable_folder


def main() -> None:
    """Print how to get in, then wait."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    var = variable_folder()
    for line in prepare_examples(Settings.at(var)):
        say(line)
    say("启动 Airflow ...")
    with EmbeddedAirflow(var) as airflow:
        airflow.api.unpause("arrivals")
        say(f"地址: {airflow.address}\n用户: {USER}\n密码: {airflow.password}\n按 Ctrl-C 停止")
        airflow.wait()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        say("已停止")
    except EmbeddedError as error:
        sys.exit(f"{error}")
