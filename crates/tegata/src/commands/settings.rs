//! `tegata settings`: what an instance would be started with, and why.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};
use tegata_operations::Entropy;

use crate::arguments::{Settings, Target};
use crate::data_directory::DataDirectory;
use crate::exit::{Class, Ended};
use crate::output::{Printer, fields, table};
use crate::process::check_settings;
use crate::settings::{Configured, Member, Read, SettingsArguments, find, members, nearest, reference};

/// Runs a command about settings; no instance is asked.
pub(crate) fn run(target: &Target, command: Settings, printer: &Printer) -> Result<ExitCode> {
    match command {
        Settings::Show { settings } => show(&target.data, &settings, printer),
        Settings::Check { settings } => check(&target.data, &settings, printer),
        Settings::Explain { name, settings } => explain(&target.data, &name, &settings, printer),
        Settings::Reference => {
            printer.line(reference().trim_end())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn show(data: &Path, arguments: &SettingsArguments, printer: &Printer) -> Result<ExitCode> {
    let configured = arguments.configure(data)?;
    let kept = Kept::of(data)?;
    let views: Vec<View> = members().map(|member| View::of(member, &configured, &kept)).collect();
    let json = json!({
        "file": configured.file,
        "settings": views.iter().map(View::json).collect::<Vec<_>>(),
    });
    printer.print(&json, |style| {
        let rows: Vec<Vec<String>> = views
            .iter()
            .map(|view| vec![view.member.key.to_owned(), view.value.clone(), view.from.clone()])
            .collect();
        let file = configured.file.as_ref().map_or("none".to_owned(), |path| path.display().to_string());
        format!("File: {file}\n\n{}", table(style, &["SETTING", "VALUE", "FROM"], &rows))
    })?;
    Ok(ExitCode::SUCCESS)
}

fn check(data: &Path, arguments: &SettingsArguments, printer: &Printer) -> Result<ExitCode> {
    let configured = arguments.configure(data)?;
    Kept::of(data)?.refuse_others(&configured)?;
    check_settings(&configured, data, &Entropy::system())?;
    let file = configured.file.as_ref().map(|path| path.display().to_string());
    printer.print(&json!({ "file": file, "good": true }), |_| match &file {
        Some(file) => format!("The settings are valid. The file {file} was read."),
        None => "The settings are valid. There is no settings file.".to_owned(),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn explain(data: &Path, name: &str, arguments: &SettingsArguments, printer: &Printer) -> Result<ExitCode> {
    let Some(member) = find(name) else {
        let near = nearest(name).map_or("`tegata settings show` lists them".to_owned(), |near| {
            format!("did you mean `{}`?", near.key)
        });
        return Err(Ended::new(Class::NotFound, format!("there is no setting `{name}`: {near}")).into());
    };
    let configured = arguments.configure(data)?;
    let view = View::of(member, &configured, &Kept::of(data)?);
    printer.print(&view.json(), |style| {
        fields(
            style,
            &[
                ("Setting", member.key.to_owned()),
                ("Value", view.value.clone()),
                ("From", view.from.clone()),
                ("Default", member.usual_in_words()),
                ("Meaning", member.meaning.to_owned()),
                ("Counts", member.read.counts().to_owned()),
                ("In the file", reference::example(member)),
                ("Variable", member.variable()),
                ("Argument", format!("--{}", member.flag)),
            ],
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A setting as it is shown.
struct View {
    member: &'static Member,
    value: String,
    from: String,
    /// Its texts, for programs; none of a secret.
    texts: Option<Vec<String>>,
}

impl View {
    fn of(member: &'static Member, configured: &Configured, kept: &Kept) -> View {
        let given = configured.given(member.key);
        if member.is_secret && given.is_some() {
            let from = given.map(|given| given.source.to_string()).unwrap_or_default();
            return View { member, value: "(secret)".to_owned(), from, texts: None };
        }
        let (texts, from) = match (given, kept.find(member.key)) {
            (Some(given), _) => (Some(given.texts.to_vec()), given.source.to_string()),
            (None, Some(kept)) => (Some(vec![kept.to_owned()]), "fixed at first start".to_owned()),
            (None, None) => (member.usual_texts(), "the default".to_owned()),
        };
        let value = match &texts {
            Some(texts) if !texts.is_empty() => texts.join(", "),
            Some(_) => "none".to_owned(),
            None => member.usual_in_words(),
        };
        View { member, value, from, texts }
    }

    fn json(&self) -> Value {
        let member = self.member;
        json!({
            "name": member.key,
            "value": self.texts,
            "secret": member.is_secret,
            "from": self.from,
            "default": member.usual_in_words(),
            "meaning": member.meaning,
            "counts": match member.read {
                Read::Founding(_) => "first-start",
                Read::Start(_) => "start",
                Read::Live(_) => "reload",
            },
            "variable": member.variable(),
            "argument": format!("--{}", member.flag),
        })
    }
}

/// Founding values, as far as the files of a data directory show them: the store is the running instance's.
struct Kept(Vec<(&'static str, String)>);

impl Kept {
    fn of(data: &Path) -> Result<Kept> {
        let directory = DataDirectory::existing(data);
        let mut kept = Vec::new();
        if let Some(credentials) = directory.credentials()? {
            kept.extend([("account", credentials.account), ("region", credentials.region)]);
        }
        if let Some(roots) = directory.roots_pem()?
            && let Some(root) = tegata_x509::pem::decode_certificates(&roots)?.first()
        {
            let root = tegata_x509::describe::describe(root)?;
            kept.extend(root.issuer_organisation.map(|name| ("organisation", name)));
        }
        Ok(Kept(kept))
    }

    fn find(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(kept, _)| *kept == key).map(|(_, value)| value.as_str())
    }

    /// Refuses founding values that are named otherwise. The start itself compares all of them with the store.
    fn refuse_others(&self, configured: &Configured) -> Result<()> {
        for (key, kept) in &self.0 {
            let given = configured.given(key).and_then(|given| given.texts.first());
            if let Some(given) = given.filter(|given| *given != kept) {
                let why = format!("it is {given} here, but {kept} was set at first start and cannot change");
                return Err(configured.problem(key, why).into());
            }
        }
        Ok(())
    }
}
