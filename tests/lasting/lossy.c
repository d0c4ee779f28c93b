/* Writes down, in the order in which they happened, all changes to files below one folder: what a disk would be told.
 *
 * Preloaded into every process of a site (LD_PRELOAD). LOSSY_ROOT is the folder, with a slash at its end; LOSSY_LOG the
 * file that the changes are appended to. All processes take turns by a lock, so that the order of the log is the order
 * of the changes. fsync is written down and not carried out: what it would have made durable is worked out afterwards
 * from the log (disks.py). Where a file named by LOSSY_EIO exists, fsync of what has its content in its path fails.
 *
 * One entry: magic, kind, inode, offset, length of path, length of data; the path; the data. Kinds: C created, M folder
 * made, W written, T cut or stretched to a length, R renamed (data: the new path), L linked, U removed, F synced,
 * X something that is not followed here, which fails the test.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 65536
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static const char *SKIPPED[] = {"static/", "mail/", "keys/", "metrics/", "log", NULL};
static char root[PATH_MAX];
static size_t root_length;
static int log_fd = -1, lock_fd = -1;
static unsigned char followed[MOST];
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static int high(int fd) {
    int moved = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 900);
    if (moved >= 0) { syscall(SYS_close, fd); return moved; }
    return fd;
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("LOSSY_ROOT"), *log = getenv("LOSSY_LOG");
    char lock[PATH_MAX];
    if (!folder || !log) return;
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    snprintf(lock, sizeof lock, "%s.lock", log);
    log_fd = high((int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    lock_fd = high((int)syscall(SYS_openat, AT_FDCWD, lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
}

static void lock_all(int kind) {
    struct flock wish = {.l_type = (short)kind, .l_whence = SEEK_SET};
    while (syscall(SYS_fcntl, lock_fd, kind == F_UNLCK ? F_SETLK : F_SETLKW, &wish) < 0 && errno == EINTR) {}
}
static void take(void) { pthread_mutex_lock(&turn); lock_all(F_WRLCK); }
static void give(void) { int kept = errno; lock_all(F_UNLCK); pthread_mutex_unlock(&turn); errno = kept; }

/* The path as an absolute one; nothing where it cannot be told. */
static const char *whole(int folder, const char *path, char *room) {
    char link[64];
    ssize_t length;
    if (!path || path[0] == '/') return path;
    snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    length = readlink(link, room, PATH_MAX - 2);
    if (length < 0) return NULL;
    snprintf(room + length, PATH_MAX - (size_t)length, "/%s", path);
    return room;
}

static int ours(const char *path) {
    size_t length;
    if (log_fd < 0 || !path) return 0;
    length = strlen(path);
    if (length + 1 == root_length && strncmp(path, root, length) == 0) return 1;
    if (strncmp(path, root, root_length) != 0) return 0;
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return 0;
    for (const char **each = SKIPPED; *each; each++)
        if (strncmp(path + root_length, *each, strlen(*each)) == 0) return 0;
    return 1;
}

struct __attribute__((packed)) head { uint32_t magic; char kind; uint64_t inode, offset; uint32_t path, data; };

static void tell(char kind, uint64_t inode, uint64_t offset, const char *path, const void *data, size_t length) {
    struct head head = {0x10553a17u, kind, inode, offset, path ? (uint32_t)strlen(path) : 0, (uint32_t)length};
    struct iovec parts[3] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)data, length}};
    size_t left = sizeof head + head.path + length;
    ssize_t done = syscall(SYS_writev, log_fd, parts, 3);
    if (done < 0 || (size_t)done != left) abort();
}

static uint64_t inode_of(int fd) { struct stat is; return fstat(fd, &is) == 0 ? is.st_ino : 0; }
static uint64_t inode_at(const char *path) { struct stat is; return lstat(path, &is) == 0 ? is.st_ino : 0; }
static int follows(int fd) { return log_fd >= 0 && fd >= 0 && fd < MOST && followed[fd]; }

static int opened(int folder, const char *path, int flags, mode_t mode) {
    char room[PATH_MAX];
    const char *full = log_fd < 0 ? NULL : whole(folder, path, room);
    int fd, there, kept;
    if (!ours(full)) {
        fd = (int)syscall(SYS_openat, folder, path, flags, mode);
        if (fd >= 0 && fd < MOST) followed[fd] = 0;
        return fd;
    }
    take();
    there = inode_at(full) != 0;
    fd = (int)syscall(SYS_openat, folder, path, flags, mode);
    kept = errno;
    if (fd >= 0 && fd < MOST) {
        followed[fd] = 1;
        if (!there) tell('C', inode_of(fd), 0, full, NULL, 0);
        else if (flags & O_TRUNC) tell('T', inode_of(fd), 0, NULL, NULL, 0);
    }
    errno = kept;
    give();
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(AT_FDCWD, path, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return opened(folder, path, flags, mode); }
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
    if (fd >= 0 && (fd == log_fd || fd == lock_fd)) return 0;
    if (fd >= 0 && fd < MOST) followed[fd] = 0;
    return (int)syscall(SYS_close, fd);
}

ssize_t write(int fd, const void *data, size_t length) {
    ssize_t done;
    if (!follows(fd)) return syscall(SYS_write, fd, data, length);
    take();
    done = syscall(SYS_write, fd, data, length);
    if (done > 0)
        tell('W', inode_of(fd), (uint64_t)lseek(fd, 0, SEEK_CUR) - (uint64_t)done, NULL, data, (size_t)done);
    give();
    return done;
}

static ssize_t written_at(int fd, const void *data, size_t length, off_t offset) {
    ssize_t done;
    if (!follows(fd)) return syscall(SYS_pwrite64, fd, data, length, offset);
    take();
    done = syscall(SYS_pwrite64, fd, data, length, offset);
    if (done > 0) tell('W', inode_of(fd), (uint64_t)offset, NULL, data, (size_t)done);
    give();
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t at) { return written_at(fd, data, length, at); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) { return written_at(fd, data, length, at); }

ssize_t writev(int fd, const struct iovec *parts, int number) {
    ssize_t done = 0, one;
    if (!follows(fd)) return syscall(SYS_writev, fd, parts, number);
    for (int each = 0; each < number; each++) {
        one = write(fd, parts[each].iov_base, parts[each].iov_len);
        if (one < 0) return done ? done : one;
        done += one;
    }
    return done;
}
static ssize_t all_written_at(int fd, const struct iovec *parts, int number, off_t at) {
    ssize_t done = 0, one;
    for (int each = 0; each < number; each++) {
        one = written_at(fd, parts[each].iov_base, parts[each].iov_len, at + done);
        if (one < 0) return done ? done : one;
        done += one;
    }
    return done;
}
ssize_t pwritev(int fd, const struct iovec *p, int n, off_t at) { return all_written_at(fd, p, n, at); }
ssize_t pwritev64(int fd, const struct iovec *p, int n, off64_t at) { return all_written_at(fd, p, n, at); }

static int cut(int fd, off_t length) {
    int done;
    if (!follows(fd)) return (int)syscall(SYS_ftruncate, fd, length);
    take();
    done = (int)syscall(SYS_ftruncate, fd, length);
    if (done == 0) tell('T', inode_of(fd), (uint64_t)length, NULL, NULL, 0);
    give();
    return done;
}
int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

static int renamed(int from, const char *old, int to, const char *fresh, unsigned flags) {
    char room[PATH_MAX], other[PATH_MAX];
    const char *a = log_fd < 0 ? NULL : whole(from, old, room), *b = log_fd < 0 ? NULL : whole(to, fresh, other);
    int done;
    if (!ours(a) && !ours(b)) return (int)syscall(SYS_renameat2, from, old, to, fresh, flags);
    take();
    done = (int)syscall(SYS_renameat2, from, old, to, fresh, flags);
    if (done == 0) tell(ours(a) && ours(b) && !flags ? 'R' : 'X', inode_at(b), 0, a, b, strlen(b));
    give();
    return done;
}
int rename(const char *old, const char *fresh) { return renamed(AT_FDCWD, old, AT_FDCWD, fresh, 0); }
int renameat(int from, const char *old, int to, const char *fresh) { return renamed(from, old, to, fresh, 0); }
int renameat2(int f, const char *o, int t, const char *n, unsigned flags) { return renamed(f, o, t, n, flags); }

static int removed(int folder, const char *path, int flags) {
    char room[PATH_MAX];
    const char *full = log_fd < 0 ? NULL : whole(folder, path, room);
    int done;
    if (!ours(full)) return (int)syscall(SYS_unlinkat, folder, path, flags);
    take();
    done = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (done == 0) tell('U', 0, 0, full, NULL, 0);
    give();
    return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int linked(int from, const char *old, int to, const char *fresh, int flags) {
    char room[PATH_MAX], other[PATH_MAX];
    const char *a = log_fd < 0 ? NULL : whole(from, old, room), *b = log_fd < 0 ? NULL : whole(to, fresh, other);
    int done;
    if (!ours(b)) return (int)syscall(SYS_linkat, from, old, to, fresh, flags);
    take();
    done = (int)syscall(SYS_linkat, from, old, to, fresh, flags);
    if (done == 0) tell(ours(a) ? 'L' : 'X', inode_at(b), 0, a, b, strlen(b));
    give();
    return done;
}
int link(const char *old, const char *fresh) { return linked(AT_FDCWD, old, AT_FDCWD, fresh, 0); }
int linkat(int f, const char *o, int t, const char *n, int flags) { return linked(f, o, t, n, flags); }

static int made(int folder, const char *path, mode_t mode) {
    char room[PATH_MAX];
    const char *full = log_fd < 0 ? NULL : whole(folder, path, room);
    int done;
    if (!ours(full)) return (int)syscall(SYS_mkdirat, folder, path, mode);
    take();
    done = (int)syscall(SYS_mkdirat, folder, path, mode);
    if (done == 0) tell('M', inode_at(full), 0, full, NULL, 0);
    give();
    return done;
}
int mkdir(const char *path, mode_t mode) { return made(AT_FDCWD, path, mode); }
int mkdirat(int folder, const char *path, mode_t mode) { return made(folder, path, mode); }

static int fails(int fd) {
    const char *file = getenv("LOSSY_EIO");
    char what[256] = "", link[64], path[PATH_MAX] = "";
    int wish = file ? (int)syscall(SYS_openat, AT_FDCWD, file, O_RDONLY | O_CLOEXEC) : -1;
    if (wish < 0) return 0;
    ssize_t length = syscall(SYS_read, wish, what, sizeof what - 1);
    syscall(SYS_close, wish);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (length <= 0 || readlink(link, path, sizeof path - 1) < 0) return 0;
    return strstr(path, what) != NULL;
}

static int synced(int fd, long call) {
    int failed;
    if (!follows(fd)) return (int)syscall(call, fd);
    take();
    failed = fails(fd);
    if (!failed) tell('F', inode_of(fd), 0, NULL, NULL, 0);
    give();
    if (failed) errno = EIO;
    return failed ? -1 : 0;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static void strange(int fd, const char *what) {
    if (!follows(fd)) return;
    take();
    tell('X', inode_of(fd), 0, what, NULL, 0);
    give();
}
static void *mapped(void *at, size_t length, int rights, int flags, int fd, off_t offset) {
    if ((rights & PROT_WRITE) && (flags & MAP_SHARED)) strange(fd, "mmap");
    return (void *)syscall(SYS_mmap, at, length, rights, flags, fd, offset);
}
void *mmap(void *at, size_t n, int r, int f, int fd, off_t o) { return mapped(at, n, r, f, fd, o); }
void *mmap64(void *at, size_t n, int r, int f, int fd, off64_t o) { return mapped(at, n, r, f, fd, o); }
int posix_fallocate(int fd, off_t at, off_t length) { strange(fd, "fallocate"); return REAL(posix_fallocate)(fd, at, length); }
int fallocate(int fd, int mode, off_t at, off_t n) { strange(fd, "fallocate"); return REAL(fallocate)(fd, mode, at, n); }
ssize_t sendfile(int out, int in, off_t *at, size_t n) { strange(out, "sendfile"); return syscall(SYS_sendfile, out, in, at, n); }
ssize_t copy_file_range(int in, off64_t *a, int out, off64_t *b, size_t n, unsigned f) {
    strange(out, "copy_file_range");
    return syscall(SYS_copy_file_range, in, a, out, b, n, f);
}
