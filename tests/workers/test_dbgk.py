import time
from tests.workers.test_killed import *
def test_x(database, redis_url, emulator, tmp_path):
    emulator.mood("twilio", latency_ms=SLOW_CARRIER_MS)
    names = ("relay", *(lane.value for lane in Lane))
    environment = environment_of(database, emulator, redis_url, **BRISK)
    t0=time.time()
    def log(*a): print(f"{time.time()-t0:.1f}", *a)
    with Processes({name: line(name) for name in names}, environment, tmp_path) as processes:
        log("started"); tell_everyone(database); log("told")
        until(partial(told_to, emulator, 20)); log("20")
        kill(processes, "send"); log("killed", told(emulator))
        last=None
        while True:
            now=(told(emulator), unsettled(database))
            if now!=last: log(now)
            last=now
            if now[0]>=200 and now[1]==0: break
            time.sleep(0.3)
    log("stopped")
    for f in tmp_path.iterdir(): print(f.name, f.read_text()[-1500:])
