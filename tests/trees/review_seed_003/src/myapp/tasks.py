from concurrent.futures import Future, ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)
done: list[str] = []


def process_job() -> str:
    done.append("job")
    return "processed"


def start_background_job() -> Future[str]:
    done.clear()
    return pool.submit(process_job)


def job_is_complete() -> bool:
    return "job" in done


def do_something_risky() -> None:
    raise RuntimeError("the flux capacitor is empty")
