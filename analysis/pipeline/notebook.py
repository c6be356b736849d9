"""Executes a notebook with papermill, in a kernel that a nursery bears."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat.v4 import new_output
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from analysis.errors import MachineError
from analysis.pipeline.nursery import NURSERY, Nursery, bear

# What they log of a kernel that ended or of a cell that failed is raised too, and said once.
for _name in ("papermill", "asyncio"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)

#: Seconds that a kernel may take to start, and for what a cell shows to arrive after its end: on a
#: busy machine both take many times as long, and a kernel that is lost is noticed otherwise.
PATIENCE = 600
#: The kernel's command line up to its arguments.
_LAUNCHER = "ipykernel_launcher"


class _Provisioner(LocalProvisioner):
    """Has the kernel borne instead of starting an interpreter."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        self.cwd = self.parent.folder
        self.process = bear(
            self.parent.nursery,
            "kernel",
            arguments=cmd[cmd.index(_LAUNCHER) + 1 :],
            environment={NURSERY: self.parent.nursery, **self.parent.environment},
            folder=self.parent.folder,
        )
        self.pid = self.process.pid
        return self.connection_info


class _Manager(AsyncKernelManager):
    nursery = ""
    environment: Mapping[str, str] = {}
    folder = ""

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if self.provisioner is None:
            self.provisioner = _Provisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel


# papermill declares no types, so that its class is Any.
class _Engine(NBClientEngine):  # type: ignore[misc, unused-ignore]
    """A failing cell always shows its error: where the kernel could not, as the reply names it."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, *given: Any, **more: Any) -> Any:
        """See papermill.engines.NBClientEngine."""
        noted = nb_man.cell_exception

        def told(cell: Any, cell_index: int, exception: BaseException) -> None:
            shown = any(output.output_type == "error" for output in cell.outputs)
            if isinstance(exception, CellExecutionError) and not shown:
                lines = exception.traceback.splitlines()
                error = {"ename": exception.ename, "evalue": exception.evalue, "traceback": lines}
                # nbformat declares no types.
                output = new_output("error", **error)  # type: ignore[no-untyped-call]
                cell.outputs.append(output)
            noted(cell, cell_index=cell_index, exception=exception)

        nb_man.cell_exception = told
        return super().execute_managed_notebook(nb_man, *given, **more)


papermill_engines.register(_Engine.__name__, _Engine)


def execute(
    source: Path,
    target: Path,
    given: dict[str, Any],
    nursery: Nursery,
    environment: Mapping[str, str],
) -> Exception | None:
    """Execute the notebook, and write it with its outputs to `target`.

    given: values of the cell tagged `parameters`.
    environment: variables of the kernel's own.
    Returns the error of the failing cell (with ename, evalue, source, cell_index), or None.
    Raises MachineError where the kernel was lost.
    """
    # The folder is the kernel's matter: papermill would change that of this whole process.
    more = {
        "nursery": nursery.address,
        "environment": environment,
        "folder": str(source.parent),
    }
    # Sockets in the nursery's private folder: no ports that two builds could both choose, or that
    # another user of the machine could knock at.
    connection = f"{nursery.start()}/{target.stem}.json"
    try:
        papermill.execute_notebook(
            str(source),
            str(target),
            parameters=given,
            kernel_name="python3",
            engine_name=_Engine.__name__,
            progress_bar=False,
            log_output=False,
            start_timeout=PATIENCE,
            iopub_timeout=PATIENCE,
            kernel_manager_class=type("Manager", (_Manager,), more),
            request_save_on_cell_execute=False,
            # All that it leaves behind is written: there is nothing that it would have to end.
            shutdown_kernel="immediate",
            config=Config(
                KernelManager={
                    "transport": "ipc",
                    "transport_encryption": "auto",
                    "connection_file": connection,
                }
            ),
        )
    except PapermillExecutionError as error:
        found: Exception = error
        return found
    except (DeadKernelError, RuntimeError) as error:
        if not isinstance(error, DeadKernelError) and "Kernel died" not in str(error):
            raise
        raise MachineError(
            "the process of the notebook was ended from outside (the memory of the machine ran"
            " out, most likely): free memory; the next `make` goes on from here"
        ) from None
    return None
