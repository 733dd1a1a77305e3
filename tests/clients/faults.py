"""What a full disk, a broken connection and a stopped server lose of what was acknowledged: nothing.

    sudo python3 faults.py PATH_OF_NQL [FAULTS]                    # SQLite, on a small disk (tmpfs) of its own
    DATABASE_URL=postgres://... python3 faults.py PATH_OF_NQL [FAULTS]   # Postgres, through a proxy that cuts

Teachers save their drafts all the time while one fault after the other comes at a random moment. After each, what the
server stores is held against what it answered: a save that was acknowledged is there, word for word, whatever else
happened, and every connection of the server reads the same. SEED repeats a run.

On SQLite the faults are a disk that is full for a while, `kill -9`, and, where there is a C compiler, a write, a sync
or a read of its files that fails. On Postgres they are connections cut before a message or before its answer, often
that of COMMIT, `pg_terminate_backend` (by psql), and whatever PG_RESTART does when it is run.
"""
import atexit, collections, errno, http.client, json, mmap, os, random, shutil, signal, socket, sqlite3, struct
import subprocess, sys, tempfile, threading, time
from urllib.parse import urlsplit

NQL = os.path.realpath(sys.argv[1])
FAULTS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
SEED = int(os.environ.get("SEED", random.randrange(1 << 30)))
URL = os.environ.get("DATABASE_URL")
SIZE = os.environ.get("DISK", "40m")
chance = random.Random(SEED)
answers = collections.Counter()


# Loaded before the C library: fails some calls on the files of SQLite, as the page of memory says that both sides see.
SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>
/* which calls, how many pass before, how many fail, with which error, how many did */
static volatile int *plan;
__attribute__((constructor)) static void open_plan(void) {
    int fd = open(getenv("FAULT_PLAN"), O_RDWR);
    void *page = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (page != MAP_FAILED) plan = page;
    close(fd);
}
static int fails(int call, int fd) {
    if (!plan || !(plan[0] & call)) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, "nql.sqlite") || strstr(path, "-shm")) return 0;
    if (__sync_fetch_and_sub(&plan[1], 1) > 0) return 0;
    if (__sync_fetch_and_sub(&plan[2], 1) <= 0) { plan[0] = 0; return 0; }
    __sync_fetch_and_add(&plan[4], 1);
    errno = plan[3];
    return 1;
}
#define REAL(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)
ssize_t write(int fd, const void *b, size_t n) { return fails(1, fd) ? -1 : REAL(write, fd, b, n); }
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) { return fails(1, fd) ? -1 : REAL(pwrite, fd, b, n, o); }
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) { return fails(1, fd) ? -1 : REAL(pwrite64, fd, b, n, o); }
int fsync(int fd) { return fails(2, fd) ? -1 : REAL(fsync, fd); }
int fdatasync(int fd) { return fails(2, fd) ? -1 : REAL(fdatasync, fd); }
ssize_t read(int fd, void *b, size_t n) { return fails(4, fd) ? -1 : REAL(read, fd, b, n); }
ssize_t pread(int fd, void *b, size_t n, off_t o) { return fails(4, fd) ? -1 : REAL(pread, fd, b, n, o); }
ssize_t pread64(int fd, void *b, size_t n, off64_t o) { return fails(4, fd) ? -1 : REAL(pread64, fd, b, n, o); }
"""


class Proxy:
    """Stands between the server and Postgres. `arm` makes it cut one connection, soon."""

    def __init__(self, url):
        self.to = (url.hostname, url.port or 5432)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock, self.plan, self.cuts = threading.Lock(), None, collections.Counter()
        threading.Thread(target=self.accept, daemon=True).start()

    def arm(self, word, after, count):
        with self.lock:
            self.plan = [word, after, count]

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            try:
                server = socket.create_connection(self.to)
            except OSError:
                client.close()
                continue
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.forth, args=(client, server), daemon=True).start()
            threading.Thread(target=self.back, args=(server, client), daemon=True).start()

    def is_due(self, data):
        with self.lock:
            if self.plan is None or (self.plan[0] and self.plan[0] not in data):
                return None
            self.plan[2] -= 1
            if self.plan[2] > 0:
                return None
            after, word = self.plan[1], self.plan[0]
            self.plan = None
            self.cuts[("after " if after else "before ") + (word or b"a message").decode()] += 1
            return "after" if after else "before"

    def forth(self, client, server):
        try:
            while data := client.recv(65536):
                due = self.is_due(data)
                if due == "before":
                    break
                if due == "after":
                    # It gets there, and the answer does not come back.
                    self.end(client)
                    server.sendall(data)
                    time.sleep(0.05)
                    break
                server.sendall(data)
        except OSError:
            pass
        self.end(client)
        self.end(server)

    def back(self, server, client):
        try:
            while data := server.recv(65536):
                client.sendall(data)
        except OSError:
            pass
        self.end(client)
        self.end(server)

    @staticmethod
    def end(one):
        try:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


folder = tempfile.mkdtemp(prefix="nql-faults-")
data = os.path.join(folder, "data")
os.mkdir(data)
house = None


def clean():
    """Nothing stays behind, whatever ends the run."""
    if house:
        house.kill()
    if os.path.ismount(data):
        subprocess.run(["umount", "-l", data], check=False)
    shutil.rmtree(folder, ignore_errors=True)


atexit.register(clean)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
environment = {**os.environ, "NQL_LIMITS": "off", "NQL_LOG": os.environ.get("NQL_LOG", "off")}
environment.pop("DATABASE_URL", None)
proxy = None
if URL:
    url = urlsplit(URL)
    proxy = Proxy(url)
    user = url.username + (":" + url.password if url.password else "")
    environment["DATABASE_URL"] = f"postgres://{user}@127.0.0.1:{proxy.port}{url.path}"
plan = None
if not URL:
    if shutil.which("cc"):
        with open(os.path.join(folder, "shim.c"), "w") as file:
            file.write(SHIM)
        library, page = os.path.join(folder, "shim.so"), os.path.join(folder, "plan")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, file.name, "-ldl"], check=True)
        with open(page, "wb") as file:
            file.write(b"\0" * 4096)
        with open(page, "r+b") as file:
            plan = mmap.mmap(file.fileno(), 4096)
        environment.update(LD_PRELOAD=library, FAULT_PLAN=page)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", data], check=True)


class House:
    def __init__(self):
        log = open(os.path.join(folder, "log"), "ab")
        self.server = subprocess.Popen(
            [NQL, "demo", "--listen", "127.0.0.1:0", "--data", data, "--json"],
            stdout=subprocess.PIPE, stderr=log, env=environment, text=True)
        told = json.loads(self.server.stdout.readline())
        self.at = urlsplit(told["address"]).netloc
        self.users = {user["email"]: user for user in told["users"]}

    def get(self, path):
        line = http.client.HTTPConnection(self.at, timeout=40)
        try:
            line.request("GET", path)
            return line.getresponse().status
        finally:
            line.close()

    def ask(self, email, query, variables=None):
        user = self.users[email]
        line = http.client.HTTPConnection(self.at, timeout=40)
        try:
            line.request("POST", "/graphql", json.dumps({"query": query, "variables": variables or {}}), {
                "content-type": "application/json",
                "authorization": "Bearer " + user["token"],
                "x-nql-role": user["role"],
            })
            answer = line.getresponse()
            status, wait, body = answer.status, answer.getheader("retry-after"), answer.read()
        finally:
            line.close()
        told = json.loads(body)
        for error in told.get("errors", []):
            code = error["extensions"]["code"]
            # What was done is told, also where its answer could not be read back.
            is_done = any(part is not None for part in (told.get("data") or {}).values())
            if is_done:
                answers["DONE, NOT READ"] += 1
            elif (code == "TRY_LATER") != (status == 503 and wait is not None):
                answers["MISLABELLED"] += 1
            raise RuntimeError(code + ("" if code == "TRY_LATER" else " " + error["message"]))
        return told["data"]

    def kill(self):
        self.server.kill()
        self.server.wait()


DRAFTS = "{ applications(filter: { status: { eq: DRAFT } }) { nodes { id version registration { id } } } }"
OPEN = """mutation ($input: OpenApplicationFormInput!) {
  openApplicationForm(input: $input) { application { version summary } userErrors { code } } }"""
SAVE = """mutation ($input: SaveApplicationDraftInput!) {
  saveApplicationDraft(input: $input) { application { version summary } userErrors { code } } }"""
READ = "query ($id: ID!) { application(id: $id) { version summary } }"

house = House()
drafts = []
for email, user in list(house.users.items()):
    if user["role"] != "TEACHER":
        continue
    for draft in house.ask(email, DRAFTS)["applications"]["nodes"]:
        opened = house.ask(email, OPEN, {"input": {"registrationId": draft["registration"]["id"]}})
        application = opened["openApplicationForm"]["application"]
        registration = draft["registration"]["id"]
        drafts.append({"email": email, "id": draft["id"], "registration": registration, "maybe": set(), **application})
drafts = drafts[:4]
assert drafts, "nobody has a draft"
acknowledged, lost, unlike, unready = 0, 0, 0, 0
running = threading.Event()
running.set()
pause, paused = threading.Event(), threading.Semaphore(0)


def write(draft, number):
    """Saves for as long as it may. `maybe` holds what may be on disk though nobody said so."""
    global acknowledged
    mine, turn = random.Random(SEED + number), 0
    while running.is_set():
        if pause.is_set():
            paused.release()
            while pause.is_set():
                time.sleep(0.002)
        turn += 1
        said = f"{draft['id']} {turn} " + "woord " * mine.randrange(50, 300)
        said = said.strip()
        draft["maybe"].add(said)
        try:
            given = {"applicationId": draft["id"], "expectedVersion": draft["version"], "summary": said}
            saved = house.ask(draft["email"], SAVE, {"input": given})["saveApplicationDraft"]
            if saved["userErrors"] or saved["application"] is None:
                code = saved["userErrors"][0]["code"]
                answers[code] += 1
                if code == "VERSION_CONFLICT":
                    # The answer to the one before was lost: it was saved.
                    now = house.ask(draft["email"], READ, {"id": draft["id"]})["application"]
                    if now["version"] < draft["version"]:
                        answers["WENT BACK"] += 1
                    if now["summary"] not in draft["maybe"]:
                        answers["WRONG WORDS"] += 1
                    draft.update(now, maybe=set())
                elif code in ("FORM_CLOSED", "FORM_NOT_OPEN", "FORM_EXPIRED"):
                    house.ask(draft["email"], OPEN, {"input": {"registrationId": draft["registration"]}})
                continue
            draft.update(version=saved["application"]["version"], summary=said, maybe=set())
            acknowledged += 1
            answers["acknowledged"] += 1
        except (RuntimeError, OSError, http.client.HTTPException, ValueError) as error:
            answers[str(error) if isinstance(error, RuntimeError) else type(error).__name__] += 1
            time.sleep(0.01)


def ready(within=60):
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            if house.get("/health/ready") == 200:
                return True
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.05)
    return False


def fill(seconds):
    """The disk is full, and after a while it is not."""
    global unready
    ballast = os.path.join(data, "ballast")
    with open(ballast, "wb", buffering=0) as file:
        for _ in range(2):
            for size in (1 << 20, 1 << 12):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    pass
            # What the log has room for would last a while: it is cut, and its place is filled too.
            try:
                beside = sqlite3.connect(os.path.join(data, "nql.sqlite"), timeout=0.2)
                beside.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                beside.close()
            except sqlite3.Error:
                pass
    time.sleep(seconds)
    # Told of by whoever asks, as soon as a write has failed.
    unready += house.get("/health/ready") == 503
    os.unlink(ballast)


def spoil(call, error):
    """Some calls on the files of SQLite fail."""
    before, failing = chance.randrange(60), chance.choice([1, 1, 2, 10, 100])
    plan[0:20] = struct.pack("5i", 0, before, failing, error, 0)
    plan[0:4] = struct.pack("i", call)
    time.sleep(chance.uniform(0.05, 0.5))
    plan[0:4] = struct.pack("i", 0)
    (failed,) = struct.unpack("i", plan[16:20])
    answers["calls failed"] += failed


def fault():
    kind = chance.random()
    if proxy is None:
        if plan and kind < 0.6:
            name, call = chance.choice([("write", 1), ("sync", 2), ("sync", 2), ("read", 4), ("any", 7)])
            error = errno.ENOSPC if call == 1 and chance.random() < 0.5 else errno.EIO
            return name, lambda: spoil(call, error)
        if kind < 0.92:
            return "full", lambda: fill(chance.choice([0.05, 0.2, 0.5]))
        return "kill", house.kill
    if kind < 0.35:
        return "commit", lambda: proxy.arm(b"COMMIT", chance.random() < 0.6, 1)
    if kind < 0.75:
        return "cut", lambda: proxy.arm(chance.choice([b"", b"BEGIN", b"SELECT", b"INSERT", b"UPDATE"]),
                                        chance.random() < 0.5, chance.randrange(1, 40))
    if kind < 0.97 or not os.environ.get("PG_RESTART"):
        sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nql' AND random() < 0.5"
        return "terminate", lambda: subprocess.run(["psql", "-qAt", URL, "-c", sql], stdout=subprocess.DEVNULL)
    return "restart", lambda: subprocess.run(os.environ["PG_RESTART"], shell=True, stdout=subprocess.DEVNULL)


def compare():
    """What is stored against what was answered, by several reads at once."""
    global lost, unlike
    for draft in drafts:
        seen = []

        def look():
            for _ in range(20):
                try:
                    seen.append(house.ask(draft["email"], READ, {"id": draft["id"]})["application"])
                    return
                except (RuntimeError, OSError, http.client.HTTPException) as error:
                    answers["read: " + str(error)] += 1
                    time.sleep(0.1)

        looks = [threading.Thread(target=look) for _ in range(6)]
        for one in looks:
            one.start()
        for one in looks:
            one.join()
        if not seen or any(one != seen[0] for one in seen):
            unlike += 1
            print("reads differ", draft["id"], [one["version"] for one in seen], flush=True)
        stored = seen[0] if seen else {"version": -1, "summary": None}
        as_answered = stored["version"] == draft["version"] and stored["summary"] == draft["summary"]
        one_more = stored["version"] == draft["version"] + 1 and stored["summary"] in draft["maybe"]
        if not as_answered and not one_more:
            lost += 1
            print("lost", draft["id"], {"stored": stored["version"], "acknowledged": draft["version"]},
                  [str(text)[:60] for text in (stored["summary"], draft["summary"])], flush=True)
        draft.update(version=stored["version"], summary=stored["summary"], maybe=set())


writers = [threading.Thread(target=write, args=(draft, number)) for number, draft in enumerate(drafts)]
for writer in writers:
    writer.start()
kinds, failed = collections.Counter(), False
begun = time.monotonic()
try:
    for number in range(FAULTS):
        time.sleep(chance.uniform(0.02, 0.25))
        name, happen = fault()
        kinds[name] += 1
        happen()
        time.sleep(chance.uniform(0.02, 0.3))
        if name == "kill":
            pause.set()
            for _ in writers:
                paused.acquire()
            house = House()
        elif not ready():
            print("not ready after", name, flush=True)
            failed = True
            break
        if name != "kill":
            pause.set()
            for _ in writers:
                paused.acquire()
        compare()
        pause.clear()
        # A form closes when nothing is written for twenty minutes: every writer must get on.
        before = acknowledged
        end = time.monotonic() + 60
        while acknowledged < before + 2:
            time.sleep(0.01)
            if time.monotonic() > end:
                print("nothing can be saved after", name, dict(answers), flush=True)
                failed = True
                break
        if failed or lost > 20:
            break
finally:
    running.clear()
    pause.clear()
for writer in writers:
    writer.join()
took = time.monotonic() - begun
print(f"note: seed {SEED}, {number + 1} faults {dict(kinds)}{dict(proxy.cuts) if proxy else ''} in {took:.0f} s")
print(f"note: {acknowledged} saves acknowledged, {lost} lost; {unlike} times reads differed; "
      f"{unready} of {kinds['full']} times not ready while the disk was full")
print("note:", dict(answers))
odd = [word for word in answers if word.startswith("INTERNAL") or word in ("MISLABELLED", "WENT BACK", "WRONG WORDS")]
sys.exit(0 if not failed and lost == 0 and unlike == 0 and not odd and acknowledged > 0 else 1)
