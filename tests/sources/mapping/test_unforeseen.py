"""Two formats that nobody foresaw, each read by a mapping of a few lines."""

from __future__ import annotations

from pathlib import Path

from stewards.sources.mapping import load_mapping, read_mapped
from tests.sources.mapping.samples import input_of, read, told

PERMISSIONS = r"""title: Who may release the plugins of a build server
read: {as: yaml, files: "permissions/plugin-*.yml"}
rows: {plugin: "[@]", login: developers}
entities:
  plugin: {kind: project, name: "{plugin.name}", repositories: "https://github.com/{plugin.github}"}
  developer: {kind: person, name: "{login}", github: "{login}", unless: [release-robot]}
records:
  - tenure: {who: developer, at: plugin, role: maintainer}
"""


def test_a_folder_of_permissions_one_file_a_plugin(tmp_path: Path) -> None:
    folder = tmp_path / "permissions"
    folder.mkdir()
    (folder / "plugin-git.yml").write_text(
        'name: git\ngithub: &GH "jenkinsci/git-plugin"\nissues:\n- github: *GH\n'
        'developers:\n- "ada"\n- "release-robot"\n'
    )
    (folder / "plugin-mailer.yml").write_text(
        '---\nname: mailer\ngithub: jenkinsci/mailer\ndevelopers: ["bob", "cy"]\n'
    )
    (folder / "component-core.yml").write_text("name: core\ndevelopers: [ada]\n")
    source = input_of(tmp_path)

    records = list(read_mapped(load_mapping(PERMISSIONS), source))

    assert [f"{told(record)}, {record.locator}" for record in records if "Tenure" in told(record)] == [
        "Tenure: ada | git | maintainer, permissions/plugin-git.yml, line 6",
        "Tenure: bob | mailer | maintainer, permissions/plugin-mailer.yml, line 4",
        "Tenure: cy | mailer | maintainer, permissions/plugin-mailer.yml, line 4",
    ]
    assert records[0].subject.identifiers == (("repository", "https://github.com/jenkinsci/git-plugin"),)  # type: ignore[attr-defined]
    assert source.problems == []


PLEDGES = r"""title: Pledges of companies to projects
read: {as: csv, columns: [company, site, project, pledge, signed]}
entities:
  company: {kind: company, name: "{company}", domains: "{site}"}
  project: {kind: project, name: "{project}"}
records:
  - funding:
      funder: company
      recipient: project
      amount: {value: "{pledge}", match: '[\d.]+'}
      currency: {value: "{pledge}", match: '[$€]', table: {$: USD, €: EUR}}
    since: {value: "{signed}", format: "%d/%m/%Y"}
"""


def test_a_quoted_table_without_header(tmp_path: Path) -> None:
    content = (
        '"ACME, Inc.","https://www.acme.com/","Envoy","$ 5000","02/05/2024"\n'
        '"Example ""Labs""","example.org","Helm","£ 10","3/6/2024"\n'
    )

    records, problems = read(PLEDGES, content, tmp_path)

    assert [told(record) for record in records] == [
        "Profile: ACME, Inc.",
        "Funding: ACME, Inc. | Envoy | 2024-05-02",
        'Profile: Example "Labs"',
        'Funding: Example "Labs" | Helm | 2024-06-03',
    ]
    assert (records[1].amount, records[1].currency) == ("5000", "USD")  # type: ignore[attr-defined]
    assert problems == []
