"""cold.py MODULE CREDENTIAL ENDPOINT: a process that imports a peer, makes a client and one start, and prints its peak
memory in kB. It imports nothing that the peer does not import itself. MODULE - is none: an empty Python."""
import sys


def peak_kb():
    """Of this program alone; getrusage would count its parent's memory at the fork."""
    with open("/proc/self/status") as status:
        return int(status.read().partition("VmHWM:")[2].split()[0])


def main(module, credential, endpoint):
    if module != "-" and not __import__(module).blocking(endpoint, credential, None, 1)():
        raise RuntimeError("no record")
    print(peak_kb())


if __name__ == "__main__":
    main(*sys.argv[1:])
