# crampd: make demo, make check; everything else: make help
PREFIX      ?= /usr/local
BINDIR      ?= $(PREFIX)/bin
LIBEXECDIR  ?= $(PREFIX)/libexec/cramp
MANDIR      ?= $(PREFIX)/share/man
USERUNITDIR ?= $(PREFIX)/lib/systemd/user
TMPFILESDIR ?= $(PREFIX)/share/user-tmpfiles.d
BASHCOMPDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHCOMPDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHCOMPDIR ?= $(PREFIX)/share/fish/vendor_completions.d
PKG_CONFIG  ?= pkg-config
INSTALL     ?= install
CFLAGS      ?= -O2 -g
VERSION     := 0.1.0

# One short line a step; V=1 shows the commands.
ifndef V
Q   := @
say  = @echo "  $(1)	$(patsubst $(B)/%,%,$@)"
endif

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef -Wwrite-strings
ifdef WERROR
WARN += -Werror
endif

ifdef SAN
B        ?= build-san
SANFLAGS := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
endif
B ?= build

# What needs which library: the fences of the house (tests/layers.sh checks the includes).
COMMON_PKGS := jansson
DAEMON_PKGS := jansson libuv sqlite3
INSIGHT_PKGS := jansson sqlite3 gsl
CLIENT_PKGS := jansson minizip
NOTIFY_PKGS := libnotify
TEST_PKGS   := cmocka

pkg_cflags = $(shell $(PKG_CONFIG) --cflags $(1) 2>/dev/null)
pkg_libs   = $(shell $(PKG_CONFIG) --libs $(1) 2>/dev/null)

OWN_CPPFLAGS := -D_GNU_SOURCE -I. -Iinclude -I$(B)/gen -DCRAMP_VERSION='"$(VERSION)"' -DCRAMP_LIBEXECDIR='"$(LIBEXECDIR)"' -DCRAMP_BINDIR='"$(BINDIR)"'
OWN_CFLAGS   := -std=c11 $(WARN) $(SANFLAGS)

sources = $(foreach d,$(1),$(wildcard $(d)/*.c))
objects = $(patsubst %.c,$(B)/%.o,$(call sources,$(1)))

GEN_C := $(B)/gen/proto_gen.c $(B)/gen/catalogue_gen.c
GEN_H := $(B)/gen/proto_gen.h
SQL_C := $(B)/gen/migrations_gen.c
CSS_C := $(B)/gen/page_css_gen.c

COMMON_O  := $(call objects,common) $(GEN_C:.c=.o)
STORE_O   := $(call objects,daemon/diary daemon/store) $(SQL_C:.c=.o)
INSIGHT_O := $(filter-out %/main.o,$(call objects,daemon/insight))
DAEMON_O  := $(filter-out $(B)/daemon/main.o,$(call objects,daemon daemon/service daemon/reminder daemon/sense))
CLIENT_O  := $(filter-out $(B)/client/main.o,$(call objects,client client/show)) $(CSS_C:.c=.o)
NOTIFY_O  := $(call objects,daemon/notify)

PROGRAMS := $(B)/crampd $(B)/cramp $(B)/crampd-insight $(B)/crampd-notify
UNITS    := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS  := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
TOOLS    := $(patsubst tests/tools/%.c,$(B)/tests/tools/%,$(wildcard tests/tools/*.c))
BENCHES  := $(patsubst tests/bench/%.c,$(B)/tests/bench/%,$(wildcard tests/bench/*.c)) $(B)/tests/bench/least_client_static
MANPAGES := $(wildcard man/*.[1-8])

# The targets a user meets pull in what they need: a second make, once the libraries are there.
ifneq ($(MAKELEVEL),0)
all: $(PROGRAMS)
else
all: deps
	@$(MAKE) --no-print-directory all
endif

help:
	@sed -n 's/^#: //p' $(firstword $(MAKEFILE_LIST))

#: make              build everything into build/
#: make deps         install what is missing (asks the package manager only then)
#: make demo         the main job for real, in a directory of its own
#: make check        every test; SAN=1: under the address and undefined behaviour sanitizers
#: make check-systemd  boot a real user manager with the units and use them
#: make check-browser  look at the pages in a real browser; pictures of them in build/pictures/
#: make install      to $(DESTDIR)$(PREFIX);  make uninstall takes it away again
#: make oracle       the statistics against the reference implementation, on frozen and on fresh diaries
#: make bench        ratios against what one would otherwise run
#: make fuzz         every fuzz target for FUZZ_S seconds each (clang)
#: make format-check analyze clean

deps:
	@sh tests/deps.sh

$(B)/crampd: $(B)/daemon/main.o $(B)/libdaemon.a $(B)/libinsight.a $(B)/libstore.a $(B)/libcommon.a
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg_libs,$(DAEMON_PKGS)) -lm
$(B)/crampd-insight: $(B)/daemon/insight/main.o $(B)/libinsight.a $(B)/libstore.a $(B)/libcommon.a
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg_libs,$(INSIGHT_PKGS)) -lm
$(B)/crampd-notify: $(NOTIFY_O)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(call pkg_libs,$(NOTIFY_PKGS))
# The client lives for a millisecond, and to be loaded was most of it. So it takes its libraries in, where there are
# archives of them, and stands at a fixed address: no library to find and map, nothing to relocate.
link_client = $(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -no-pie -o $@ $^
$(B)/cramp: $(B)/client/main.o $(B)/libclient.a $(B)/libcommon.a
	$(call say,LD)
	$(Q)$(link_client) -static $(shell $(PKG_CONFIG) --static --libs $(CLIENT_PKGS)) -lm 2>/dev/null || \
	    $(link_client) $(call pkg_libs,$(CLIENT_PKGS)) -lm

$(B)/libcommon.a: $(COMMON_O)
$(B)/libstore.a: $(STORE_O)
$(B)/libinsight.a: $(INSIGHT_O)
$(B)/libdaemon.a: $(DAEMON_O)
$(B)/libclient.a: $(CLIENT_O)
$(B)/lib%.a:
	$(call say,AR)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/common/%.o $(B)/gen/%.o: PKGS = $(COMMON_PKGS)
$(B)/daemon/%.o: PKGS = $(DAEMON_PKGS)
$(B)/daemon/insight/%.o: PKGS = $(INSIGHT_PKGS)
$(B)/daemon/insight/%.o: OWN_CFLAGS += -ffp-contract=fast
$(B)/daemon/notify/%.o: PKGS = $(NOTIFY_PKGS)
$(B)/client/%.o: PKGS = $(CLIENT_PKGS)
$(B)/tests/%.o: PKGS = $(DAEMON_PKGS) $(INSIGHT_PKGS) $(CLIENT_PKGS) $(TEST_PKGS)

compile = $(CC) $(OWN_CPPFLAGS) $(CPPFLAGS) $(call pkg_cflags,$(PKGS)) $(OWN_CFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(B)/%.o: %.c Makefile | $(GEN_H)
	@mkdir -p $(@D)
	$(call say,CC)
	$(Q)$(compile)
$(B)/gen/%.o: $(B)/gen/%.c Makefile | $(GEN_H)
	$(compile)

# The contracts as text → tables. The directory is a prerequisite so that a renamed or removed file is noticed.
$(B)/gen/proto_gen.h $(B)/gen/proto_gen.c &: schema schema/idl.awk $(wildcard schema/*.varlink)
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)awk -v out=$(B)/gen/proto_gen -f schema/idl.awk $(sort $(wildcard schema/*.varlink))
$(B)/gen/catalogue_gen.c: schema schema/embed.sh $(wildcard schema/*.tsv schema/*.awk)
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)sh schema/embed.sh catalogue schema > $@.tmp && mv $@.tmp $@
$(B)/gen/migrations_gen.c: schema schema/embed.sh $(wildcard schema/*.sql)
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q)sh schema/embed.sh migrations schema > $@.tmp && mv $@.tmp $@
# The style sheet goes into every page: without its comments and indents, as bytes.
$(CSS_C): client/show/page.css
	@mkdir -p $(@D)
	$(call say,GEN)
	$(Q){ echo '#include "client/show/html.h"'; echo 'const char html_style[] = {'; \
	      sed -e 's/^[[:space:]]*//' -e '/^\/\*.*\*\/$$/d' -e '/^$$/d' $< | od -An -v -tx1 | sed 's/\([0-9a-f][0-9a-f]\)/0x\1,/g'; \
	      echo '0 };'; } > $@.tmp && mv $@.tmp $@

TEST_LIBS := $(B)/libclient.a $(B)/libdaemon.a $(B)/libinsight.a $(B)/libstore.a $(B)/libcommon.a
TEST_LINK  = $(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $< -Wl,--start-group $(TEST_LIBS) -Wl,--end-group \
	     $(call pkg_libs,$(DAEMON_PKGS) $(INSIGHT_PKGS) $(CLIENT_PKGS) $(TEST_PKGS)) -lm
$(B)/tests/unit/%: $(B)/tests/unit/%.o $(TEST_LIBS)
	$(call say,LD)
	$(Q)$(TEST_LINK)
$(B)/tests/tools/%: $(B)/tests/tools/%.o $(TEST_LIBS)
	$(call say,LD)
	$(Q)$(TEST_LINK)
$(B)/tests/bench/least_client_static: $(B)/tests/bench/least_client.o
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -static -no-pie -o $@ $^ 2>/dev/null || rm -f $@
$(B)/tests/bench/%: LDFLAGS += -Wl,--as-needed
$(B)/tests/bench/%: $(B)/tests/bench/%.o $(TEST_LIBS)
	$(call say,LD)
	$(Q)$(TEST_LINK)
# gcc: each fuzz target with a plain main that replays its corpus; clang with make fuzz: libFuzzer.
$(B)/tests/fuzz/%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(TEST_LIBS)
	$(call say,LD)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $< $(B)/tests/fuzz/replay.o -Wl,--start-group $(TEST_LIBS) -Wl,--end-group \
	     $(call pkg_libs,$(DAEMON_PKGS) $(INSIGHT_PKGS) $(CLIENT_PKGS) $(TEST_PKGS)) -lm

tests: $(PROGRAMS) $(UNITS) $(FUZZERS) $(TOOLS) $(BENCHES)

ifneq ($(MAKELEVEL),0)
check: tests
	@B=$(B) sh tests/run
demo: $(PROGRAMS)
	@B=$(B) bash tests/demo.sh
check-systemd: $(PROGRAMS)
	@B=$(B) bash tests/systemd/check.sh
check-browser: $(PROGRAMS)
	@sh tests/deps.sh browser
	@B=$(B) LIMIT=560 sh tests/run browser sh tests/browser/run
bench: tests
	@B=$(B) sh tests/bench/run
oracle: tests
	@B=$(B) bash tests/oracle/fresh.sh
else
check demo check-systemd check-browser bench oracle: deps
	@$(MAKE) --no-print-directory $@
endif

FUZZ_S ?= 60
fuzz:
	@FUZZ_S=$(FUZZ_S) sh tests/fuzz/run

install: all
	$(INSTALL) -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBEXECDIR) $(DESTDIR)$(USERUNITDIR) $(DESTDIR)$(TMPFILESDIR)
	$(INSTALL) -m 755 $(B)/cramp $(B)/crampd $(DESTDIR)$(BINDIR)
	$(INSTALL) -m 755 $(B)/crampd-insight $(B)/crampd-notify $(DESTDIR)$(LIBEXECDIR)
	sed 's#@BINDIR@#$(BINDIR)#' systemd/crampd.service.in > $(DESTDIR)$(USERUNITDIR)/crampd.service
	chmod 644 $(DESTDIR)$(USERUNITDIR)/crampd.service
	$(INSTALL) -m 644 systemd/crampd.socket $(DESTDIR)$(USERUNITDIR)
	$(INSTALL) -m 644 systemd/cramp.conf $(DESTDIR)$(TMPFILESDIR)
	$(INSTALL) -d $(DESTDIR)$(BASHCOMPDIR) $(DESTDIR)$(ZSHCOMPDIR) $(DESTDIR)$(FISHCOMPDIR)
	$(B)/cramp completions bash > $(DESTDIR)$(BASHCOMPDIR)/cramp
	$(B)/cramp completions zsh > $(DESTDIR)$(ZSHCOMPDIR)/_cramp
	$(B)/cramp completions fish > $(DESTDIR)$(FISHCOMPDIR)/cramp.fish
	chmod 644 $(DESTDIR)$(BASHCOMPDIR)/cramp $(DESTDIR)$(ZSHCOMPDIR)/_cramp $(DESTDIR)$(FISHCOMPDIR)/cramp.fish
	for m in $(MANPAGES); do d=$(DESTDIR)$(MANDIR)/man$${m##*.}; $(INSTALL) -d $$d && $(INSTALL) -m 644 $$m $$d || exit 1; done
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/cramp $(DESTDIR)$(BINDIR)/crampd $(DESTDIR)$(LIBEXECDIR)/crampd-insight $(DESTDIR)$(LIBEXECDIR)/crampd-notify
	rm -f $(DESTDIR)$(USERUNITDIR)/crampd.service $(DESTDIR)$(USERUNITDIR)/crampd.socket $(DESTDIR)$(TMPFILESDIR)/cramp.conf
	rm -f $(DESTDIR)$(BASHCOMPDIR)/cramp $(DESTDIR)$(ZSHCOMPDIR)/_cramp $(DESTDIR)$(FISHCOMPDIR)/cramp.fish
	for m in $(notdir $(MANPAGES)); do rm -f $(DESTDIR)$(MANDIR)/man$${m##*.}/$$m; done
	-rmdir $(DESTDIR)$(LIBEXECDIR)

FORMATTED := $(wildcard include/cramp/*.h common/*.[ch] daemon/*.[ch] daemon/*/*.[ch] client/*.[ch] client/*/*.[ch] tests/*/*.[ch])
format:
	clang-format -i $(FORMATTED)
format-check:
	clang-format --dry-run -Werror $(FORMATTED)
# The whole tree through gcc's path-sensitive analyser; any finding fails. It takes the lanes of a vector for its bits, so it is not
# asked about shifts where vectors are; and cmocka.h does not tell it that a failed assertion ends a test, so not about NULL there.
analyze:
	$(MAKE) B=build-analyze ANALYZED=1 CFLAGS="-O1 -fanalyzer -Werror" tests
ifdef ANALYZED
OWN_CPPFLAGS += -DCRAMP_ANALYZED
$(B)/daemon/insight/%.o: OWN_CFLAGS += -Wno-analyzer-shift-count-overflow
$(B)/tests/unit/%.o: OWN_CFLAGS += -Wno-analyzer-null-dereference
endif

clean:
	rm -rf build build-san build-fuzz build-analyze

.PHONY: all help deps check check-systemd check-browser demo bench oracle fuzz install uninstall format format-check analyze clean tests
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
-include $(shell find $(B) -name '*.d' 2>/dev/null)
